package dev.rehearsal.cloud.ec2;

import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AllocateAddressRequest;
import software.amazon.awssdk.services.ec2.model.AllocateAddressResponse;
import software.amazon.awssdk.services.ec2.model.AssociateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.AssociateRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.AttachInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.AttachInternetGatewayResponse;
import software.amazon.awssdk.services.ec2.model.CreateInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.CreateInternetGatewayResponse;
import software.amazon.awssdk.services.ec2.model.CreateNatGatewayRequest;
import software.amazon.awssdk.services.ec2.model.CreateNatGatewayResponse;
import software.amazon.awssdk.services.ec2.model.CreateRouteRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteResponse;
import software.amazon.awssdk.services.ec2.model.CreateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.CreateRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.CreateSubnetRequest;
import software.amazon.awssdk.services.ec2.model.CreateSubnetResponse;
import software.amazon.awssdk.services.ec2.model.CreateVpcRequest;
import software.amazon.awssdk.services.ec2.model.CreateVpcResponse;
import software.amazon.awssdk.services.ec2.model.DeleteInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DeleteInternetGatewayResponse;
import software.amazon.awssdk.services.ec2.model.DeleteNatGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DeleteNatGatewayResponse;
import software.amazon.awssdk.services.ec2.model.DeleteRouteRequest;
import software.amazon.awssdk.services.ec2.model.DeleteRouteResponse;
import software.amazon.awssdk.services.ec2.model.DeleteRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.DeleteRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSubnetRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSubnetResponse;
import software.amazon.awssdk.services.ec2.model.DeleteVpcRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVpcResponse;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNatGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNatGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.DetachInternetGatewayRequest;
import software.amazon.awssdk.services.ec2.model.DetachInternetGatewayResponse;
import software.amazon.awssdk.services.ec2.model.DisassociateRouteTableRequest;
import software.amazon.awssdk.services.ec2.model.DisassociateRouteTableResponse;
import software.amazon.awssdk.services.ec2.model.ModifySubnetAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifySubnetAttributeResponse;
import software.amazon.awssdk.services.ec2.model.ModifyVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyVpcAttributeResponse;
import software.amazon.awssdk.services.ec2.model.ReleaseAddressRequest;
import software.amazon.awssdk.services.ec2.model.ReleaseAddressResponse;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteResponse;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteTableAssociationRequest;
import software.amazon.awssdk.services.ec2.model.ReplaceRouteTableAssociationResponse;

/** The operations on networks: VPCs, subnets, gateways and routes. */
abstract class NetworkOperations implements Ec2Client {

  final Store store;
  final NetworkInterfaces interfaces;
  final RouteTables routes;
  final NetworkAcls acls;
  final SecurityGroups groups;
  private final Gateways gateways;
  private final Vpcs vpcs;

  NetworkOperations(Store store) {
    this.store = store;
    this.interfaces = new NetworkInterfaces(store);
    this.routes = new RouteTables(store);
    this.acls = new NetworkAcls(store);
    this.groups = new SecurityGroups(store);
    this.gateways = new Gateways(store, interfaces);
    this.vpcs = new Vpcs(store, routes, acls, groups);
  }

  @Override
  public CreateVpcResponse createVpc(CreateVpcRequest asked) {
    return store.locked(() -> vpcs.create(asked));
  }

  @Override
  public DescribeVpcsResponse describeVpcs(DescribeVpcsRequest asked) {
    return store.locked(() -> vpcs.describe(asked));
  }

  @Override
  public DeleteVpcResponse deleteVpc(DeleteVpcRequest asked) {
    return store.locked(() -> vpcs.delete(asked));
  }

  @Override
  public ModifyVpcAttributeResponse modifyVpcAttribute(ModifyVpcAttributeRequest asked) {
    return store.locked(() -> vpcs.modify(asked));
  }

  @Override
  public DescribeVpcAttributeResponse describeVpcAttribute(DescribeVpcAttributeRequest asked) {
    return store.locked(() -> vpcs.attribute(asked));
  }

  @Override
  public CreateSubnetResponse createSubnet(CreateSubnetRequest asked) {
    return store.locked(() -> vpcs.createSubnet(asked));
  }

  @Override
  public DescribeSubnetsResponse describeSubnets(DescribeSubnetsRequest asked) {
    return store.locked(() -> vpcs.describeSubnets(asked));
  }

  @Override
  public ModifySubnetAttributeResponse modifySubnetAttribute(ModifySubnetAttributeRequest asked) {
    return store.locked(() -> vpcs.modifySubnet(asked));
  }

  @Override
  public DeleteSubnetResponse deleteSubnet(DeleteSubnetRequest asked) {
    return store.locked(() -> vpcs.deleteSubnet(asked));
  }

  @Override
  public DescribeAvailabilityZonesResponse describeAvailabilityZones(
      DescribeAvailabilityZonesRequest asked) {
    return store.locked(() -> vpcs.zones(asked));
  }

  @Override
  public CreateInternetGatewayResponse createInternetGateway(CreateInternetGatewayRequest asked) {
    return store.locked(() -> gateways.create(asked));
  }

  @Override
  public AttachInternetGatewayResponse attachInternetGateway(AttachInternetGatewayRequest asked) {
    return store.locked(() -> gateways.attach(asked));
  }

  @Override
  public DetachInternetGatewayResponse detachInternetGateway(DetachInternetGatewayRequest asked) {
    return store.locked(() -> gateways.detach(asked));
  }

  @Override
  public DeleteInternetGatewayResponse deleteInternetGateway(DeleteInternetGatewayRequest asked) {
    return store.locked(() -> gateways.delete(asked));
  }

  @Override
  public DescribeInternetGatewaysResponse describeInternetGateways(
      DescribeInternetGatewaysRequest asked) {
    return store.locked(() -> gateways.describe(asked));
  }

  @Override
  public AllocateAddressResponse allocateAddress(AllocateAddressRequest asked) {
    return store.locked(() -> gateways.allocate(asked));
  }

  @Override
  public DescribeAddressesResponse describeAddresses(DescribeAddressesRequest asked) {
    return store.locked(() -> gateways.describeAddresses(asked));
  }

  @Override
  public ReleaseAddressResponse releaseAddress(ReleaseAddressRequest asked) {
    return store.locked(() -> gateways.release(asked));
  }

  @Override
  public CreateNatGatewayResponse createNatGateway(CreateNatGatewayRequest asked) {
    return store.locked(() -> gateways.createNat(asked));
  }

  @Override
  public DescribeNatGatewaysResponse describeNatGateways(DescribeNatGatewaysRequest asked) {
    return store.locked(() -> gateways.describeNats(asked));
  }

  @Override
  public DeleteNatGatewayResponse deleteNatGateway(DeleteNatGatewayRequest asked) {
    return store.locked(() -> gateways.deleteNat(asked));
  }

  @Override
  public CreateRouteTableResponse createRouteTable(CreateRouteTableRequest asked) {
    return store.locked(() -> routes.create(asked));
  }

  @Override
  public DescribeRouteTablesResponse describeRouteTables(DescribeRouteTablesRequest asked) {
    return store.locked(() -> routes.describe(asked));
  }

  @Override
  public DeleteRouteTableResponse deleteRouteTable(DeleteRouteTableRequest asked) {
    return store.locked(() -> routes.delete(asked));
  }

  @Override
  public CreateRouteResponse createRoute(CreateRouteRequest asked) {
    return store.locked(() -> routes.add(asked));
  }

  @Override
  public ReplaceRouteResponse replaceRoute(ReplaceRouteRequest asked) {
    return store.locked(() -> routes.replace(asked));
  }

  @Override
  public DeleteRouteResponse deleteRoute(DeleteRouteRequest asked) {
    return store.locked(() -> routes.remove(asked));
  }

  @Override
  public AssociateRouteTableResponse associateRouteTable(AssociateRouteTableRequest asked) {
    return store.locked(() -> routes.associate(asked));
  }

  @Override
  public ReplaceRouteTableAssociationResponse replaceRouteTableAssociation(
      ReplaceRouteTableAssociationRequest asked) {
    return store.locked(() -> routes.reassociate(asked));
  }

  @Override
  public DisassociateRouteTableResponse disassociateRouteTable(
      DisassociateRouteTableRequest asked) {
    return store.locked(() -> routes.disassociate(asked));
  }
}
