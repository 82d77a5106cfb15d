"""The estate that the tests look at: a VPC with a cluster of EKS, a database, a network load balancer and images.

It is built from nothing each time. `Estate.facts` are the names and ids that a test needs, as JSON.
"""

import hashlib
import json

import boto3

REGION = "eu-central-1"
ACCOUNT = "111122223333"
CLUSTER = "workshop-a"
NODE_GROUP = "workspaces"
DATABASE = "workshop-a-db"
REPOSITORY = "coder-preview"
WORKSPACE_IMAGES = ("workspace-python", "workspace-node")
PROVISIONERS = "coder:coder-provisioner"
PORT = 5432
POD_PORT = 8080
ENDPOINTS = ("ecr.api", "ecr.dkr", "sts", "ec2", "logs")
# Of each node its subnet, its own address, and that of the pod on it.
NODES = (
    ("private-a", "10.20.0.10", "10.20.0.11"),
    ("private-b", "10.20.16.10", "10.20.16.11"),
    ("small", "10.20.200.4", "10.20.200.5"),
)
NODE_SIZE = {"minSize": 2, "maxSize": 10, "desiredSize": 4}


class Services:
    """Clients of the emulator, by the name of the service: `services.ec2`, `services.elbv2`, …"""

    def __init__(self, url):
        self.url = url
        self.session = boto3.Session(
            aws_access_key_id="testing", aws_secret_access_key="testing", region_name=REGION
        )

    def __getattr__(self, name):
        client = self.session.client(name, endpoint_url=self.url)
        setattr(self, name, client)
        return client


class Estate:
    """Everything that was built, with what was learnt on the way."""

    def __init__(self, services):
        self.aws = services
        self.subnets = {}
        self.groups = {}
        self.endpoints = {}

    def build(self):
        self.build_network()
        self.build_groups()
        self.build_ways_out()
        self.build_roles()
        self.build_cluster()
        self.build_workload_role()
        self.build_nodes()
        self.build_database()
        self.build_balancer()
        for repository in (REPOSITORY, *WORKSPACE_IMAGES):
            self.aws.ecr.create_repository(repositoryName=repository)
            self.push(repository, "latest", f"{repository} 2")
        self.push(REPOSITORY, "v2.28.1", f"{REPOSITORY} 1")
        return self

    def build_network(self):
        ec2 = self.aws.ec2
        self.vpc = ec2.create_vpc(CidrBlock="10.20.0.0/16", **tagged("vpc", CLUSTER))["Vpc"]["VpcId"]
        ec2.modify_vpc_attribute(VpcId=self.vpc, EnableDnsHostnames={"Value": True})
        for name, block, zone in (
            ("private-a", "10.20.0.0/20", "a"),
            ("private-b", "10.20.16.0/20", "b"),
            ("small", "10.20.200.0/28", "c"),
            ("public", "10.20.100.0/24", "a"),
        ):
            made = ec2.create_subnet(
                VpcId=self.vpc,
                CidrBlock=block,
                AvailabilityZone=REGION + zone,
                **tagged("subnet", f"{CLUSTER}-{name}", **{f"kubernetes.io/cluster/{CLUSTER}": "owned"}),
            )
            self.subnets[name] = made["Subnet"]["SubnetId"]
        self.private = [self.subnets["private-a"], self.subnets["private-b"]]

    def build_groups(self):
        for name in ("control", "node", "database"):
            made = self.aws.ec2.create_security_group(
                GroupName=f"{CLUSTER}-{name}", Description=name, VpcId=self.vpc
            )
            self.groups[name] = made["GroupId"]
        self.allow("database", protocol="tcp", ports=(PORT, PORT), group="node")
        self.allow("node", protocol="tcp", ports=(POD_PORT, POD_PORT), block="10.20.0.0/16")
        self.allow("node", protocol="-1", group="node")
        made = self.aws.ec2.create_managed_prefix_list(
            PrefixListName=f"{CLUSTER}-nodes",
            MaxEntries=5,
            AddressFamily="IPv4",
            Entries=[{"Cidr": "10.20.0.0/16", "Description": "nodes"}],
        )
        self.prefix_list = made["PrefixList"]["PrefixListId"]

    def build_ways_out(self):
        ec2 = self.aws.ec2
        gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=self.vpc)
        address = ec2.allocate_address(Domain="vpc")["AllocationId"]
        made = ec2.create_nat_gateway(
            SubnetId=self.subnets["public"], AllocationId=address, **tagged("natgateway", CLUSTER)
        )
        self.nat = made["NatGateway"]["NatGatewayId"]
        public = self.route_table("public", [self.subnets["public"]])
        ec2.create_route(RouteTableId=public, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
        private = self.route_table("private", [*self.private, self.subnets["small"]])
        ec2.create_route(RouteTableId=private, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=self.nat)
        for service in ENDPOINTS:
            self.endpoints[service] = self.endpoint(
                service,
                VpcEndpointType="Interface",
                SubnetIds=self.private,
                SecurityGroupIds=[self.groups["node"]],
                PrivateDnsEnabled=True,
            )
        self.endpoints["s3"] = self.endpoint("s3", VpcEndpointType="Gateway", RouteTableIds=[private])

    def route_table(self, name, subnets):
        made = self.aws.ec2.create_route_table(VpcId=self.vpc, **tagged("route-table", f"{CLUSTER}-{name}"))
        table = made["RouteTable"]["RouteTableId"]
        for subnet in subnets:
            self.aws.ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
        return table

    def endpoint(self, service, **how):
        made = self.aws.ec2.create_vpc_endpoint(
            VpcId=self.vpc, ServiceName=f"com.amazonaws.{REGION}.{service}", **how
        )
        return made["VpcEndpoint"]["VpcEndpointId"]

    def build_roles(self):
        iam = self.aws.iam
        for role, service in (("cluster", "eks"), ("node", "ec2")):
            principal = {"Service": f"{service}.amazonaws.com"}
            self.role(role, {"Principal": principal, "Action": "sts:AssumeRole"})
        iam.create_instance_profile(InstanceProfileName=f"{CLUSTER}-node")
        iam.add_role_to_instance_profile(InstanceProfileName=f"{CLUSTER}-node", RoleName=f"{CLUSTER}-node")
        self.permit("node", "ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")

    def role(self, name, trust):
        statement = {"Effect": "Allow", **trust}
        self.aws.iam.create_role(RoleName=f"{CLUSTER}-{name}", AssumeRolePolicyDocument=policy(statement))

    def permit(self, role, *actions):
        statement = {"Effect": "Allow", "Action": actions, "Resource": "*"}
        self.aws.iam.put_role_policy(
            RoleName=f"{CLUSTER}-{role}",
            PolicyName="own",
            PolicyDocument=policy(statement),
        )

    def build_cluster(self):
        eks = self.aws.eks
        made = eks.create_cluster(
            name=CLUSTER,
            version="1.33",
            roleArn=role_arn("cluster"),
            resourcesVpcConfig={"subnetIds": self.private, "securityGroupIds": [self.groups["control"]]},
        )
        self.groups["cluster"] = made["cluster"]["resourcesVpcConfig"]["clusterSecurityGroupId"]
        group = eks.create_nodegroup(
            clusterName=CLUSTER,
            nodegroupName=NODE_GROUP,
            version="1.33",
            subnets=self.private,
            nodeRole=role_arn("node"),
            instanceTypes=["m6i.2xlarge"],
            scalingConfig=NODE_SIZE,
            labels={"pool": "workspaces"},
            taints=[{"key": "workspaces", "value": "true", "effect": "NO_SCHEDULE"}],
        )["nodegroup"]
        self.scaling_group = group["resources"]["autoScalingGroups"][0]["name"]

    def build_workload_role(self):
        """The role that the provisioners take by the token of their ServiceAccount (IRSA)."""
        issuer = self.aws.eks.describe_cluster(name=CLUSTER)["cluster"]["identity"]["oidc"]["issuer"]
        host = issuer.removeprefix("https://")
        provider = self.aws.iam.create_open_id_connect_provider(
            Url=issuer, ClientIDList=["sts.amazonaws.com"], ThumbprintList=["0" * 40]
        )["OpenIDConnectProviderArn"]
        wanted = {f"{host}:aud": "sts.amazonaws.com", f"{host}:sub": f"system:serviceaccount:{PROVISIONERS}"}
        self.role(
            "provisioner",
            {
                "Principal": {"Federated": provider},
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": {"StringEquals": wanted},
            },
        )
        self.permit("provisioner", "ec2:RunInstances", "ec2:DescribeInstances")

    def build_nodes(self):
        self.nodes = []
        for subnet, address, pod in NODES:
            marks = {"eks:cluster-name": CLUSTER, "eks:nodegroup-name": NODE_GROUP}
            made = self.aws.ec2.run_instances(
                ImageId="ami-12c6146b",
                MinCount=1,
                MaxCount=1,
                InstanceType="m6i.2xlarge",
                SubnetId=self.subnets[subnet],
                PrivateIpAddress=address,
                SecurityGroupIds=[self.groups["node"], self.groups["cluster"]],
                IamInstanceProfile={"Name": f"{CLUSTER}-node"},
                **tagged("instance", f"{NODE_GROUP}-{address}", **marks),
            )["Instances"][0]
            self.aws.ec2.assign_private_ip_addresses(
                NetworkInterfaceId=made["NetworkInterfaces"][0]["NetworkInterfaceId"], PrivateIpAddresses=[pod]
            )
            zone = made["Placement"]["AvailabilityZone"]
            self.nodes.append(
                {
                    "instance": made["InstanceId"],
                    "address": address,
                    "pod": pod,
                    "zone": zone,
                    "providerID": f"aws:///{zone}/{made['InstanceId']}",
                }
            )

    def build_database(self):
        rds = self.aws.rds
        rds.create_db_subnet_group(
            DBSubnetGroupName=DATABASE, DBSubnetGroupDescription="private", SubnetIds=self.private
        )
        made = rds.create_db_cluster(
            DBClusterIdentifier=DATABASE,
            Engine="aurora-postgresql",
            EngineVersion="16.6",
            DatabaseName="coder",
            MasterUsername="coder",
            MasterUserPassword="not-a-secret",
            DBSubnetGroupName=DATABASE,
            VpcSecurityGroupIds=[self.groups["database"]],
            Port=PORT,
        )["DBCluster"]
        self.database_host, self.database_arn = made["Endpoint"], made["DBClusterArn"]
        rds.create_db_instance(
            DBInstanceIdentifier=f"{DATABASE}-1",
            DBClusterIdentifier=DATABASE,
            Engine="aurora-postgresql",
            DBInstanceClass="db.r6g.large",
        )

    def build_balancer(self):
        elb = self.aws.elbv2
        balancer = elb.create_load_balancer(
            Name=f"{CLUSTER}-coder", Type="network", Scheme="internet-facing", Subnets=self.private
        )["LoadBalancers"][0]
        self.balancer, self.balancer_host = balancer["LoadBalancerArn"], balancer["DNSName"]
        self.targets = elb.create_target_group(
            Name=f"{CLUSTER}-coder",
            Protocol="TCP",
            Port=POD_PORT,
            VpcId=self.vpc,
            TargetType="ip",
            HealthCheckProtocol="HTTP",
            HealthCheckPath="/healthz",
            HealthCheckPort="traffic-port",
        )["TargetGroups"][0]["TargetGroupArn"]
        elb.create_listener(
            LoadBalancerArn=self.balancer,
            Protocol="TCP",
            Port=80,
            DefaultActions=[{"Type": "forward", "TargetGroupArn": self.targets}],
        )
        elb.register_targets(TargetGroupArn=self.targets, Targets=self.registered())

    def registered(self):
        """The one pod of the server, on the first node."""
        return [{"Id": self.nodes[0]["pod"], "Port": POD_PORT}]

    def allow(self, name, protocol, ports=None, group=None, block=None, prefix_list=None):
        """Lets something in; without ports a rule is for all of them."""
        rule = {"IpProtocol": protocol}
        if ports is not None:
            rule.update(FromPort=ports[0], ToPort=ports[1])
        if group is not None:
            rule["UserIdGroupPairs"] = [{"GroupId": self.groups[group]}]
        if block is not None:
            rule["IpRanges"] = [{"CidrIp": block}]
        if prefix_list is not None:
            rule["PrefixListIds"] = [{"PrefixListId": prefix_list}]
        self.aws.ec2.authorize_security_group_ingress(GroupId=self.groups[name], IpPermissions=[rule])

    def close(self, name):
        """Takes every rule for what comes in out of a security group."""
        group = self.groups[name]
        held = self.aws.ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]["IpPermissions"]
        if held:
            self.aws.ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=held)

    def push(self, repository, tag, content):
        """Puts an image under a tag; images of the same content have the same digest."""
        layer = f"sha256:{hashlib.sha256(content.encode()).hexdigest()}"
        docker = "application/vnd.docker"
        manifest = json.dumps(
            {
                "schemaVersion": 2,
                "mediaType": f"{docker}.distribution.manifest.v2+json",
                "config": {"mediaType": f"{docker}.container.image.v1+json", "size": 700, "digest": layer},
                "layers": [{"mediaType": f"{docker}.image.rootfs.diff.tar.gzip", "size": 9000, "digest": layer}],
            }
        )
        # The digest is that of the manifest, as everywhere; left to itself moto takes that of the layers.
        digest = f"sha256:{hashlib.sha256(manifest.encode()).hexdigest()}"
        self.aws.ecr.put_image(
            repositoryName=repository, imageTag=tag, imageManifest=manifest, imageDigest=digest
        )
        return digest

    @property
    def facts(self):
        images = self.aws.ecr.describe_images(repositoryName=REPOSITORY)["imageDetails"]
        return {
            "region": REGION,
            "account": ACCOUNT,
            "cluster": CLUSTER,
            "nodeGroup": NODE_GROUP,
            "scalingGroup": self.scaling_group,
            "vpc": self.vpc,
            "subnets": self.subnets,
            "groups": self.groups,
            "prefixList": self.prefix_list,
            "nat": self.nat,
            "endpoints": self.endpoints,
            "nodes": self.nodes,
            "database": {"id": DATABASE, "host": self.database_host, "port": PORT},
            "balancer": {"arn": self.balancer, "host": self.balancer_host},
            "targetGroup": self.targets,
            "repository": {
                "name": REPOSITORY,
                "uri": f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/{REPOSITORY}",
                "digests": {tag: image["imageDigest"] for image in images for tag in image.get("imageTags", [])},
            },
            "roles": {role: f"{CLUSTER}-{role}" for role in ("cluster", "node", "provisioner")},
        }


def tagged(kind, name, **more):
    tags = [{"Key": key, "Value": value} for key, value in {"Name": name, **more}.items()]
    return {"TagSpecifications": [{"ResourceType": kind, "Tags": tags}]}


def policy(statement):
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def role_arn(role):
    return f"arn:aws:iam::{ACCOUNT}:role/{CLUSTER}-{role}"
