"""What can go wrong in the estate, and what looks like it and is none. A fault is a function of the estate that was built.

What it returns, if anything, is handed to the test as JSON.
"""

from datetime import datetime, timezone

import corrections
import estate as built
from moto import settings
from moto.core.authorization import ActionAuthenticatorMixin

FAULTS = {}


def fault(function):
    FAULTS[function.__name__.replace("_", "-")] = function
    return function


# The way to the database.


@fault
def database_closed(estate):
    """No rule lets anybody to the database."""
    estate.close("database")


@fault
def database_open_to_others(estate):
    """Its port is open, for addresses where no node is."""
    estate.close("database")
    estate.allow("database", protocol="tcp", ports=(5432, 5432), block="192.168.50.0/24")


@fault
def database_ports_end_before(estate):
    """The nodes are let in, to ports that end right before the one of the database."""
    estate.close("database")
    estate.allow("database", protocol="tcp", ports=(5000, 5431), group="node")


@fault
def database_open_by_address(estate):
    """No fault: a range of addresses lets the nodes in."""
    estate.close("database")
    estate.allow("database", protocol="tcp", ports=(5432, 5432), block="10.20.0.0/16")


@fault
def database_open_by_any_protocol(estate):
    """No fault: a rule for every protocol, which names no ports, lets the nodes in."""
    estate.close("database")
    estate.allow("database", protocol="-1", group="node")


@fault
def database_open_by_prefix_list(estate):
    """No fault: a prefix list holds the range of the nodes."""
    estate.close("database")
    estate.allow("database", protocol="tcp", ports=(5432, 5432), prefix_list=estate.prefix_list)


# The node group.


@fault
def node_group_full(estate):
    """It has as many nodes as it may have."""
    size = {"minSize": 2, "maxSize": 4, "desiredSize": 4}
    estate.aws.eks.update_nodegroup_config(
        clusterName=built.CLUSTER, nodegroupName=built.NODE_GROUP, scalingConfig=size
    )


@fault
def node_group_degraded(estate):
    """No instance starts, for the account has as many processors as it may; the activities hold the words of EC2."""
    limit = "VcpuLimitExceeded - You have requested more vCPU capacity than your current vCPU limit of 24 allows."
    words = f"Could not launch On-Demand Instances. {limit}"
    corrections.SAYS.issues[built.NODE_GROUP] = [
        {"code": "AsgInstanceLaunchFailures", "message": words, "resourceIds": [estate.scaling_group]}
    ]
    corrections.SAYS.quotas["L-1216C47A"] = 24.0
    corrections.SAYS.activities[estate.scaling_group] = [
        {
            "ActivityId": "5f6b1d1e-0000-4000-8000-000000000001",
            "AutoScalingGroupName": estate.scaling_group,
            "Description": "Launching a new EC2 instance.  Status Reason: " + words,
            "Cause": "An instance was started in response to a difference between desired and actual capacity.",
            "StartTime": datetime.now(timezone.utc),
            "StatusCode": "Failed",
            "StatusMessage": words,
            "Progress": 100,
        }
    ]


@fault
def quota_low(estate):
    """The account may run eight vCPUs more than run: one machine of the node group."""
    corrections.SAYS.quotas["L-1216C47A"] = 32.0


@fault
def node_group_idle(estate):
    """No fault: beside it is one that has no node yet, and that no taint keeps for others."""
    group = estate.aws.eks.create_nodegroup(
        clusterName=built.CLUSTER,
        nodegroupName="burst",
        version="1.33",
        subnets=estate.private,
        nodeRole=built.role_arn("node"),
        instanceTypes=["m6i.2xlarge"],
        diskSize=100,
        scalingConfig={"minSize": 0, "maxSize": 5, "desiredSize": 0},
    )["nodegroup"]
    return {"eks-burst-0a1b2c3d": group["resources"]["autoScalingGroups"][0]["name"]}


@fault
def node_group_gone(estate):
    """EKS does not know the node group."""
    estate.aws.eks.delete_nodegroup(clusterName=built.CLUSTER, nodegroupName=built.NODE_GROUP)


# The load balancer.


@fault
def targets_unhealthy(estate):
    """The health check of the load balancer fails for every target."""
    say_of_targets(estate, "unhealthy", "Target.FailedHealthChecks", "Health checks failed")


@fault
def targets_new(estate):
    """Every target was registered just now."""
    say_of_targets(estate, "initial", "Elb.InitialHealthChecking", "Initial health checks in progress")


@fault
def targets_none(estate):
    """Nothing is registered."""
    estate.aws.elbv2.deregister_targets(TargetGroupArn=estate.targets, Targets=estate.registered())


@fault
def check_elsewhere(estate):
    """The health check asks another port for another path than the pods answer."""
    estate.aws.elbv2.modify_target_group(
        TargetGroupArn=estate.targets, HealthCheckPath="/", HealthCheckPort="3000"
    )


def say_of_targets(estate, *state):
    corrections.SAYS.targets[estate.targets] = state


# The database.


@fault
def database_stopped(estate):
    """Somebody has stopped it."""
    estate.aws.rds.stop_db_cluster(DBClusterIdentifier=built.DATABASE)
    corrections.SAYS.events[built.DATABASE] = [
        corrections.database_event(built.DATABASE, estate.database_arn, "DB cluster stopped", "notification")
    ]


@fault
def database_gone(estate):
    """RDS does not know it."""
    estate.aws.rds.delete_db_instance(DBInstanceIdentifier=f"{built.DATABASE}-1", SkipFinalSnapshot=True)
    estate.aws.rds.delete_db_cluster(DBClusterIdentifier=built.DATABASE, SkipFinalSnapshot=True)


# The images.


@fault
def tag_behind(estate):
    """The tag is on an old image, though a newer one was pushed under another tag."""
    drop_tag(estate)
    return {
        "tagged": estate.push(built.REPOSITORY, "latest", f"{built.REPOSITORY} 1"),
        "newest": estate.push(built.REPOSITORY, "v2.29.0", f"{built.REPOSITORY} 3"),
    }


@fault
def tag_gone(estate):
    """The repository is there, the tag is not."""
    drop_tag(estate)


@fault
def repository_gone(estate):
    """The registry does not know the repository."""
    estate.aws.ecr.delete_repository(repositoryName=built.REPOSITORY, force=True)


@fault
def cache_rule(estate):
    """Not a fault: the registry fills repositories below a prefix from Docker Hub by itself."""
    corrections.SAYS.cache_rules = [
        {
            "ecrRepositoryPrefix": "docker-hub",
            "upstreamRegistryUrl": "registry-1.docker.io",
            "upstreamRegistry": "docker-hub",
            "registryId": built.ACCOUNT,
            "createdAt": 1795180999.103,
        }
    ]


def drop_tag(estate):
    estate.aws.ecr.batch_delete_image(repositoryName=built.REPOSITORY, imageIds=[{"imageTag": "latest"}])


# The network and the rights.


@fault
def nat_gone(estate):
    """The way out of the private subnets leads nowhere."""
    estate.aws.ec2.delete_nat_gateway(NatGatewayId=estate.nat)


@fault
def endpoint_gone(estate):
    """The interface endpoint for images is missing."""
    estate.aws.ec2.delete_vpc_endpoints(VpcEndpointIds=[estate.endpoints["ecr.dkr"]])


@fault
def subnet_full(estate):
    """The small subnet has no address left."""
    small = estate.subnets["small"]
    asked = estate.aws.ec2.describe_subnets(SubnetIds=[small])["Subnets"][0]
    for _ in range(asked["AvailableIpAddressCount"]):
        estate.aws.ec2.create_network_interface(SubnetId=small)


@fault
def role_gone(estate):
    """The role of the provisioners is missing."""
    role = f"{built.CLUSTER}-provisioner"
    estate.aws.iam.delete_role_policy(RoleName=role, PolicyName="own")
    estate.aws.iam.delete_role(RoleName=role)


@fault
def keys_unknown(estate):
    """Nobody knows the keys any more. moto says so in the right words for services that speak XML only."""
    check_keys()


@fault
def keys_without_rights(estate):
    """There are keys of a user who may do nothing; they are handed out."""
    check_no_keys()
    estate.aws.iam.create_user(UserName="without-rights")
    made = estate.aws.iam.create_access_key(UserName="without-rights")["AccessKey"]
    check_keys()
    return {"id": made["AccessKeyId"], "key": made["SecretAccessKey"]}


def check_keys():
    settings.INITIAL_NO_AUTH_ACTION_COUNT = 0
    ActionAuthenticatorMixin.request_count = 0


def check_no_keys():
    settings.INITIAL_NO_AUTH_ACTION_COUNT = float("inf")
    ActionAuthenticatorMixin.request_count = 0
