package dev.rehearsal.cloud.ec2;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupEgressResponse;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.CreateFlowLogsRequest;
import software.amazon.awssdk.services.ec2.model.CreateFlowLogsResponse;
import software.amazon.awssdk.services.ec2.model.CreateNetworkAclEntryRequest;
import software.amazon.awssdk.services.ec2.model.CreateNetworkAclEntryResponse;
import software.amazon.awssdk.services.ec2.model.CreateNetworkAclRequest;
import software.amazon.awssdk.services.ec2.model.CreateNetworkAclResponse;
import software.amazon.awssdk.services.ec2.model.CreateNetworkInterfaceRequest;
import software.amazon.awssdk.services.ec2.model.CreateNetworkInterfaceResponse;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsResponse;
import software.amazon.awssdk.services.ec2.model.CreateVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.CreateVpcEndpointResponse;
import software.amazon.awssdk.services.ec2.model.DeleteFlowLogsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteFlowLogsResponse;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkAclEntryRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkAclEntryResponse;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkAclRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkAclResponse;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkInterfaceRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNetworkInterfaceResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsResponse;
import software.amazon.awssdk.services.ec2.model.DeleteVpcEndpointsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVpcEndpointsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeFlowLogsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeFlowLogsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkAclsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkAclsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;
import software.amazon.awssdk.services.ec2.model.DescribePrefixListsRequest;
import software.amazon.awssdk.services.ec2.model.DescribePrefixListsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointsResponse;
import software.amazon.awssdk.services.ec2.model.ModifySecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.ModifySecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.ModifyVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.ModifyVpcEndpointResponse;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.ReplaceNetworkAclAssociationRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceNetworkAclAssociationResponse;
import software.amazon.awssdk.services.ec2.model.ReplaceNetworkAclEntryRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceNetworkAclEntryResponse;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupEgressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupEgressResponse;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.TagDescription;

/**
 * Amazon EC2's networks: VPCs and what stands in them. There are no instances, and no default VPC.
 */
public final class Ec2 extends NetworkOperations {

  private final VpcEndpoints endpoints;
  private final FlowLogs flowLogs;
  private final Reachability reachability;
  private final FlowLogDelivery delivery;

  public Ec2(Surroundings aws) {
    super(new Store(aws));
    this.endpoints = new VpcEndpoints(store, routes, interfaces);
    this.flowLogs = new FlowLogs(store);
    this.reachability = new Reachability(store, acls);
    this.delivery = new FlowLogDelivery(store);
  }

  /**
   * Makes a network interface that an AWS service keeps, such as a database's.
   *
   * @param groups the security groups; the VPC's default one where there are none
   * @return the interface's id
   */
  public String serviceInterface(
      String subnet, List<String> groups, String description, String service) {
    return store.locked(
        () ->
            interfaces.serviceInterface(subnet, groups, description, service).networkInterfaceId());
  }

  /** Gives an interface other security groups. */
  public void regroup(String networkInterface, List<String> groups) {
    store.locked(
        () -> {
          interfaces.regroup(networkInterface, groups);
          return networkInterface;
        });
  }

  /** Removes an interface that a service kept. */
  public void release(String networkInterface) {
    store.locked(
        () -> {
          store.interfaces.remove(networkInterface);
          return networkInterface;
        });
  }

  /**
   * Follows a TCP connection from network interfaces to one, and writes flow logs of it.
   *
   * @param from where a function may run: AWS chooses, so each must reach
   * @param ports the port by each of its names: rules that let one of them through will do
   * @return why it can't be made, as a sentence about the first port; empty where it can
   */
  public Optional<String> obstacle(
      List<String> from, String to, int clientPort, List<Integer> ports) {
    List<FlowLogs.Line> lines = new ArrayList<>();
    Optional<String> found =
        store.locked(
            () -> {
              NetworkInterface target = store.interfaces.get(to);
              NetworkInterface source = store.interfaces.get(from.get(0));
              Optional<String> obstacle = Optional.empty();
              for (String each : from) {
                obstacle = obstacle(store.interfaces.get(each), target, ports);
                if (obstacle.isPresent()) {
                  source = store.interfaces.get(each);
                  break;
                }
              }
              lines.addAll(
                  flowLogs.lines(source, target, clientPort, ports.get(0), obstacle.isEmpty()));
              return obstacle;
            });
    delivery.deliver(lines);
    return found;
  }

  private Optional<String> obstacle(
      NetworkInterface from, NetworkInterface to, List<Integer> ports) {
    List<Optional<String>> each =
        ports.stream().map(port -> reachability.obstacle(from, to, port)).toList();
    return each.stream().anyMatch(Optional::isEmpty) ? Optional.empty() : each.get(0);
  }

  @Override
  public CreateSecurityGroupResponse createSecurityGroup(CreateSecurityGroupRequest asked) {
    return store.locked(() -> groups.create(asked));
  }

  @Override
  public DescribeSecurityGroupsResponse describeSecurityGroups(
      DescribeSecurityGroupsRequest asked) {
    return store.locked(() -> groups.describe(asked));
  }

  @Override
  public DescribeSecurityGroupRulesResponse describeSecurityGroupRules(
      DescribeSecurityGroupRulesRequest asked) {
    return store.locked(() -> groups.describeRules(asked));
  }

  @Override
  public DeleteSecurityGroupResponse deleteSecurityGroup(DeleteSecurityGroupRequest asked) {
    return store.locked(() -> groups.delete(asked));
  }

  @Override
  public ModifySecurityGroupRulesResponse modifySecurityGroupRules(
      ModifySecurityGroupRulesRequest asked) {
    return store.locked(() -> groups.modifyRules(asked));
  }

  @Override
  public CreateNetworkAclResponse createNetworkAcl(CreateNetworkAclRequest asked) {
    return store.locked(() -> acls.create(asked));
  }

  @Override
  public DescribeNetworkAclsResponse describeNetworkAcls(DescribeNetworkAclsRequest asked) {
    return store.locked(() -> acls.describe(asked));
  }

  @Override
  public DeleteNetworkAclResponse deleteNetworkAcl(DeleteNetworkAclRequest asked) {
    return store.locked(() -> acls.delete(asked));
  }

  @Override
  public CreateNetworkAclEntryResponse createNetworkAclEntry(CreateNetworkAclEntryRequest asked) {
    return store.locked(() -> acls.add(asked));
  }

  @Override
  public ReplaceNetworkAclEntryResponse replaceNetworkAclEntry(
      ReplaceNetworkAclEntryRequest asked) {
    return store.locked(() -> acls.replace(asked));
  }

  @Override
  public DeleteNetworkAclEntryResponse deleteNetworkAclEntry(DeleteNetworkAclEntryRequest asked) {
    return store.locked(() -> acls.remove(asked));
  }

  @Override
  public ReplaceNetworkAclAssociationResponse replaceNetworkAclAssociation(
      ReplaceNetworkAclAssociationRequest asked) {
    return store.locked(() -> acls.reassociate(asked));
  }

  @Override
  public CreateVpcEndpointResponse createVpcEndpoint(CreateVpcEndpointRequest asked) {
    return store.locked(() -> endpoints.create(asked));
  }

  @Override
  public DescribeVpcEndpointsResponse describeVpcEndpoints(DescribeVpcEndpointsRequest asked) {
    return store.locked(() -> endpoints.describe(asked));
  }

  @Override
  public ModifyVpcEndpointResponse modifyVpcEndpoint(ModifyVpcEndpointRequest asked) {
    return store.locked(() -> endpoints.modify(asked));
  }

  @Override
  public DeleteVpcEndpointsResponse deleteVpcEndpoints(DeleteVpcEndpointsRequest asked) {
    return store.locked(() -> endpoints.delete(asked));
  }

  @Override
  public DescribePrefixListsResponse describePrefixLists(DescribePrefixListsRequest asked) {
    return store.locked(() -> endpoints.prefixLists(asked));
  }

  @Override
  public CreateNetworkInterfaceResponse createNetworkInterface(
      CreateNetworkInterfaceRequest asked) {
    return store.locked(() -> interfaces.create(asked));
  }

  @Override
  public DescribeNetworkInterfacesResponse describeNetworkInterfaces(
      DescribeNetworkInterfacesRequest asked) {
    return store.locked(() -> interfaces.describe(asked));
  }

  @Override
  public DeleteNetworkInterfaceResponse deleteNetworkInterface(
      DeleteNetworkInterfaceRequest asked) {
    return store.locked(() -> interfaces.delete(asked));
  }

  @Override
  public CreateFlowLogsResponse createFlowLogs(CreateFlowLogsRequest asked) {
    return store.locked(() -> flowLogs.create(asked));
  }

  @Override
  public DescribeFlowLogsResponse describeFlowLogs(DescribeFlowLogsRequest asked) {
    return store.locked(() -> flowLogs.describe(asked));
  }

  @Override
  public DeleteFlowLogsResponse deleteFlowLogs(DeleteFlowLogsRequest asked) {
    return store.locked(() -> flowLogs.delete(asked));
  }

  @Override
  public AuthorizeSecurityGroupIngressResponse authorizeSecurityGroupIngress(
      AuthorizeSecurityGroupIngressRequest asked) {
    return store.locked(
        () ->
            AuthorizeSecurityGroupIngressResponse.builder()
                .returnValue(true)
                .securityGroupRules(
                    groups.authorize(
                        asked.groupId(), false, asked.ipPermissions(), asked.tagSpecifications()))
                .build());
  }

  @Override
  public AuthorizeSecurityGroupEgressResponse authorizeSecurityGroupEgress(
      AuthorizeSecurityGroupEgressRequest asked) {
    return store.locked(
        () ->
            AuthorizeSecurityGroupEgressResponse.builder()
                .returnValue(true)
                .securityGroupRules(
                    groups.authorize(
                        asked.groupId(), true, asked.ipPermissions(), asked.tagSpecifications()))
                .build());
  }

  @Override
  public RevokeSecurityGroupIngressResponse revokeSecurityGroupIngress(
      RevokeSecurityGroupIngressRequest asked) {
    return store.locked(
        () ->
            RevokeSecurityGroupIngressResponse.builder()
                .returnValue(true)
                .revokedSecurityGroupRules(
                    groups.revoke(
                        asked.groupId(),
                        false,
                        asked.ipPermissions(),
                        asked.securityGroupRuleIds()))
                .build());
  }

  @Override
  public RevokeSecurityGroupEgressResponse revokeSecurityGroupEgress(
      RevokeSecurityGroupEgressRequest asked) {
    return store.locked(
        () ->
            RevokeSecurityGroupEgressResponse.builder()
                .returnValue(true)
                .revokedSecurityGroupRules(
                    groups.revoke(
                        asked.groupId(), true, asked.ipPermissions(), asked.securityGroupRuleIds()))
                .build());
  }

  @Override
  public CreateTagsResponse createTags(CreateTagsRequest asked) {
    return store.locked(
        () -> {
          asked.resources().forEach(resource -> store.tags.put(resource, asked.tags()));
          return CreateTagsResponse.builder().build();
        });
  }

  @Override
  public DeleteTagsResponse deleteTags(DeleteTagsRequest asked) {
    return store.locked(
        () -> {
          asked.resources().forEach(resource -> store.tags.remove(resource, asked.tags()));
          return DeleteTagsResponse.builder().build();
        });
  }

  @Override
  public DescribeTagsResponse describeTags(DescribeTagsRequest asked) {
    return store.locked(
        () -> {
          Page<TagDescription> page =
              Listing.page(
                  store.tags.described(asked.filters()), asked.nextToken(), asked.maxResults());
          return DescribeTagsResponse.builder().tags(page.items()).nextToken(page.next()).build();
        });
  }

  @Override
  public String serviceName() {
    return "ec2";
  }

  @Override
  public void close() {}
}
