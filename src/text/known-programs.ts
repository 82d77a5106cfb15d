/** What is known of the programs that are asked: data of `runbooks/programs`, which the build checks and takes in. */
export { known as AWS } from '../../runbooks/programs/aws.yaml';
export { known as TERRAFORM } from '../../runbooks/programs/terraform.yaml';
