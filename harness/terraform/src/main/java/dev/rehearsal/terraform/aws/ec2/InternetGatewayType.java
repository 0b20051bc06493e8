package dev.rehearsal.terraform.aws.ec2;

import dev.rehearsal.terraform.provider.NotFound;
import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InternetGateway;

final class InternetGatewayType implements ResourceType {

  @Override
  public String name() {
    return "aws_internet_gateway";
  }

  @Override
  public void declare(Rules rules) {
    rules.label("EC2 Internet Gateway").tags(Ec2Types.tagging());
  }

  @Override
  public void create(ResourceInstance it) {
    it.id(
        it.client(Ec2Client.class)
            .createInternetGateway(
                create -> create.tagSpecifications(Ec2Types.tagged(it, "internet-gateway")))
            .internetGateway()
            .internetGatewayId());
    attach(it, it.values().text("vpc_id"));
  }

  @Override
  public void read(ResourceInstance it) {
    InternetGateway found =
        it.client(Ec2Client.class)
            .describeInternetGateways(describe -> describe.internetGatewayIds(it.id()))
            .internetGateways()
            .get(0);
    it.take(found);
    it.values().set("arn", Ec2Types.arn(it, "internet-gateway"));
    it.values()
        .set("vpc_id", found.attachments().isEmpty() ? null : found.attachments().get(0).vpcId());
  }

  @Override
  public void update(ResourceInstance it) {
    detach(it, it.prior().text("vpc_id"));
    attach(it, it.values().text("vpc_id"));
  }

  @Override
  public void delete(ResourceInstance it) {
    detach(it, it.values().text("vpc_id"));
    it.client(Ec2Client.class).deleteInternetGateway(delete -> delete.internetGatewayId(it.id()));
  }

  private static void attach(ResourceInstance it, @Nullable String vpc) {
    if (vpc != null) {
      it.client(Ec2Client.class)
          .attachInternetGateway(attach -> attach.internetGatewayId(it.id()).vpcId(vpc));
    }
  }

  private static void detach(ResourceInstance it, @Nullable String vpc) {
    if (vpc != null) {
      NotFound.ignore(
          () ->
              it.client(Ec2Client.class)
                  .detachInternetGateway(detach -> detach.internetGatewayId(it.id()).vpcId(vpc)));
    }
  }
}
