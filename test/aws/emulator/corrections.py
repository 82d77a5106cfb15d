"""What moto says otherwise than AWS, put right: only as far as kubedoc asks for it.

A correction replaces one method of moto and calls the original where nothing is to be corrected. What the emulator is to
say besides what it holds (an unhealthy target, an issue of a node group) stands in SAYS, and is gone with `forget`.
"""

import copy
import functools
import json
from datetime import datetime, timezone
from types import SimpleNamespace

from moto.autoscaling import responses as autoscaling
from moto.core.responses import ActionResult
from moto.ec2.models import ec2_backends
from moto.ec2.models.elastic_network_interfaces import NetworkInterface
from moto.ec2.models.route_tables import Route
from moto.ecr import responses as ecr
from moto.eks import responses as eks
from moto.eks import urls as eks_urls
from moto.eks.exceptions import InvalidParameterException, ResourceNotFoundException
from moto.eks.models import EKSBackend
from moto.elbv2 import models as elbv2
from moto.iam import responses as iam
from moto.rds.models import RDSBackend
from moto.servicequotas import responses as quotas
from moto.servicequotas.models import ServiceQuotasBackend

SAYS = SimpleNamespace()


def forget():
    """Nothing but what moto holds is said from now on."""
    SAYS.targets = {}  # ARN of a target group -> (state, reason, description) of every target in it
    SAYS.issues = {}  # name of a node group -> the issues of its health
    SAYS.activities = {}  # name of an auto scaling group -> its activities
    SAYS.events = {}  # identifier of a database cluster -> its events
    SAYS.quotas = {}  # code of a quota -> its value
    SAYS.cache_rules = []  # the rules of pull through cache
    SAYS.add_ons = {  # name of an add-on of the cluster -> what is said of it
        name: {"status": "ACTIVE", "addonVersion": "v1.20.0-eksbuild.1", "health": {"issues": []}}
        for name in ("vpc-cni", "coredns", "kube-proxy")
    }


forget()


def corrected(owner, name):
    """Puts a function in the place of a method; it is handed the original before its own arguments."""

    def put(function):
        original = getattr(owner, name)

        @functools.wraps(original)
        def method(*args, **kwargs):
            return function(original, *args, **kwargs)

        setattr(owner, name, method)
        return function

    return put


@corrected(elbv2.FakeTargetGroup, "health_for")
def _(original, group, target, ec2):
    """moto calls every target healthy that is registered."""
    status = original(group, target, ec2)
    if group.arn in SAYS.targets and target["Id"] in group.targets:
        status.status, status.reason, status.description = SAYS.targets[group.arn]
    return status


@corrected(elbv2, "make_arn_for_load_balancer")
def _(original, **parts):
    """moto writes /app/ into the ARN of every load balancer; those of this estate are network load balancers."""
    return original(**parts).replace(":loadbalancer/app/", ":loadbalancer/net/")


@corrected(EKSBackend, "describe_nodegroup")
def _(original, backend, cluster_name, nodegroup_name):
    """moto knows no issues of a node group."""
    group = original(backend, cluster_name, nodegroup_name)
    if nodegroup_name not in SAYS.issues:
        return group
    ill = copy.copy(group)
    ill.status = "DEGRADED"
    ill.health = {"issues": SAYS.issues[nodegroup_name]}
    return ill


@corrected(EKSBackend, "update_nodegroup_config")
def _(original, backend, cluster_name, nodegroup_name, scaling_config=None, **others):
    """moto takes every size, also one beyond the bounds that AWS holds."""
    group = backend.describe_nodegroup(cluster_name, nodegroup_name)
    size = {**group.scaling_config, **(scaling_config or {})}
    least, wanted, most = (int(size[key]) for key in ("minSize", "desiredSize", "maxSize"))
    if wanted > most:
        refuse_size(cluster_name, nodegroup_name, f"desired capacity {wanted} can't be greater than max size {most}")
    if least > wanted:
        refuse_size(cluster_name, nodegroup_name, f"Minimum capacity {least} can't be greater than desired size {wanted}")
    # Members that are left out keep their value; moto would drop them.
    kept = None if scaling_config is None else size
    return original(backend, cluster_name, nodegroup_name, scaling_config=kept, **others)


def refuse_size(cluster, group, message):
    raise InvalidParameterException(clusterName=cluster, nodegroupName=group, message=message)


@corrected(EKSBackend, "create_cluster")
def _(original, backend, name, role_arn, resources_vpc_config, **others):
    """moto leaves out the VPC, the cluster's own security group, how the endpoint is reached, and the health."""
    ec2 = ec2_backends[backend.account_id][backend.region_name]
    vpc = ec2.describe_subnets(subnet_ids=resources_vpc_config["subnetIds"])[0].vpc_id
    group = ec2.create_security_group(f"eks-cluster-sg-{name}", "EKS created security group", vpc_id=vpc)
    placed = {
        **resources_vpc_config,
        "vpcId": vpc,
        "clusterSecurityGroupId": group.id,
        "endpointPublicAccess": True,
        "endpointPrivateAccess": True,
        "publicAccessCidrs": ["0.0.0.0/0"],
    }
    cluster = original(backend, name, role_arn, placed, **others)
    cluster.health = {"issues": []}
    return cluster


@corrected(NetworkInterface, "get_filter_value")
def _(original, interface, filter_name, method_name=None):
    """moto finds an interface by its first address only."""
    if filter_name == "addresses.private-ip-address":
        return [each["PrivateIpAddress"] for each in interface.private_ip_addresses]
    return original(interface, filter_name, method_name)


def state_of_route(route):
    """moto leaves the routes to a deleted NAT gateway active."""
    return "blackhole" if route.nat_gateway is not None and route.nat_gateway.state == "deleted" else "active"


Route.state = property(state_of_route)


@corrected(autoscaling.AutoScalingResponse, "describe_scaling_activities")
def _(original, response):
    """moto knows no activities."""
    name = response._get_param("AutoScalingGroupName")
    return ActionResult({"Activities": SAYS.activities.get(name, [])})


@corrected(RDSBackend, "describe_events")
def _(original, backend, source_identifier=None, source_type=None, **others):
    """moto knows no events of a database cluster."""
    events = original(backend, source_identifier=source_identifier, source_type=source_type, **others)
    return [*events, *SAYS.events.get(source_identifier, [])] if source_type == "db-cluster" else events


def database_event(cluster, arn, message, category):
    """An event of a database cluster that happened just now."""
    return SimpleNamespace(
        source_identifier=cluster,
        source_type="db-cluster",
        source_arn=arn,
        message=message,
        event_categories=[category],
        date=datetime.now(timezone.utc),
    )


# The quotas that moto does not have: service, name, value that an account begins with (Service Quotas).
QUOTAS = {
    "L-1216C47A": ("ec2", "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", 256.0),
    "L-34B43A08": ("ec2", "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests", 256.0),
    "L-DB2E81BA": ("ec2", "Running On-Demand G and VT instances", 0.0),
    "L-0263D0A3": ("ec2", "EC2-VPC Elastic IPs", 5.0),
    "L-7A658B76": ("ebs", "Storage for General Purpose SSD (gp3) volumes, in TiB", 50.0),
    "L-69A177A2": ("elasticloadbalancing", "Network Load Balancers per Region", 50.0),
}


@corrected(ServiceQuotasBackend, "get_service_quota")
def _(original, backend, service_code, quota_code):
    """moto knows quotas of the VPC only."""
    service, name, value = QUOTAS.get(quota_code, ("", "", 0.0))
    if service != service_code:
        return original(backend, service_code, quota_code)
    return {
        "ServiceCode": service,
        "ServiceName": service,
        "QuotaArn": f"arn:aws:servicequotas:{backend.region_name}:{backend.account_id}:{service}/{quota_code}",
        "QuotaCode": quota_code,
        "QuotaName": name,
        "Value": SAYS.quotas.get(quota_code, value),
        "Unit": "None",
        "Adjustable": True,
        "GlobalQuota": False,
    }


def added(owner):
    """Puts a function as an operation where moto does not have it."""

    def put(function):
        setattr(owner, function.__name__, function)
        return function

    return put


@added(quotas.ServiceQuotasResponse)
def get_aws_default_service_quota(response):
    """The default is what an account begins with."""
    asked = json.loads(response.body)
    kept, SAYS.quotas = SAYS.quotas, {}
    try:
        quota = response.backend.get_service_quota(asked["ServiceCode"], asked["QuotaCode"])
    finally:
        SAYS.quotas = kept
    return json.dumps({"Quota": quota})


@added(eks.EKSResponse)
def list_addons(response):
    response.eks_backend.describe_cluster(response._get_param("name"))
    return ActionResult({"addons": list(SAYS.add_ons)})


@added(eks.EKSResponse)
def describe_addon(response):
    cluster, name = response._get_param("name"), response._get_param("addonName")
    response.eks_backend.describe_cluster(cluster)
    if name not in SAYS.add_ons:
        raise ResourceNotFoundException(
            clusterName=cluster, nodegroupName=None, fargateProfileName=None, addonName=name, message="No addon: " + name
        )
    return ActionResult({"addon": {"clusterName": cluster, "addonName": name, **SAYS.add_ons[name]}})


@added(eks.EKSResponse)
def list_pod_identity_associations(response):
    response.eks_backend.describe_cluster(response._get_param("name"))
    return ActionResult({"associations": []})


for path in ("addons", "addons/(?P<addonName>[^/]+)", "pod-identity-associations"):
    eks_urls.url_paths["{0}/clusters/(?P<name>[^/]+)/" + path + "$"] = eks_urls.response.dispatch


@added(ecr.ECRResponse)
def describe_pull_through_cache_rules(response):
    """moto does not know the call."""
    return ActionResult({"pullThroughCacheRules": SAYS.cache_rules})


@added(iam.IamResponse)
def simulate_principal_policy(response):
    """What the role's own policies name is allowed, and nothing else."""
    role = response.backend.get_role(response._get_param("PolicySourceArn").split("/")[-1])
    statements = [each for text in role.policies.values() for each in json.loads(text)["Statement"]]
    named = {action for each in statements for action in each["Action"]}
    results = [
        {"EvalActionName": action, "EvalResourceName": "*", "EvalDecision": "allowed" if action in named else "implicitDeny"}
        for action in response._get_param("ActionNames", [])
    ]
    return ActionResult({"EvaluationResults": results, "IsTruncated": False})
