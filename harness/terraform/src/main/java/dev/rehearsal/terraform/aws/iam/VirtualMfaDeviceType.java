package dev.rehearsal.terraform.aws.iam;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.provider.Tagging;
import dev.rehearsal.terraform.value.Values;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateVirtualMfaDeviceRequest;
import software.amazon.awssdk.services.iam.model.VirtualMFADevice;

final class VirtualMfaDeviceType implements ResourceType {

  @Override
  public String name() {
    return "aws_iam_virtual_mfa_device";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("IAM Virtual MFA Device")
        .forcesNew("virtual_mfa_device_name", "path")
        .defaults("path", "/")
        .matches(
            "virtual_mfa_device_name",
            "[\\w+=,.@-]+",
            "must consist of upper and lowercase alphanumeric characters with no spaces. You can"
                + " also include any of the following characters: _+=,.@-")
        // The official provider prints it.
        .sensitive("base_32_string_seed", "qr_code_png")
        .tags(
            Tagging.of(IamClient.class, "arn")
                .operations("TagMfaDevice", "UntagMfaDevice", "ListMfaDeviceTags"));
  }

  @Override
  public void create(ResourceInstance it) {
    VirtualMFADevice made =
        it.client(IamClient.class)
            .createVirtualMFADevice(it.fill(CreateVirtualMfaDeviceRequest.builder()).build())
            .virtualMFADevice();
    it.id(made.serialNumber());
    // IAM tells it once.
    it.values().set("base_32_string_seed", made.base32StringSeed().asUtf8String());
    it.values().set("qr_code_png", "");
  }

  @Override
  public void read(ResourceInstance it) {
    IamClient iam = it.client(IamClient.class);
    VirtualMFADevice device =
        iam.listVirtualMFADevicesPaginator(list -> {}).virtualMFADevices().stream()
            .filter(each -> each.serialNumber().equals(it.id()))
            .findFirst()
            .orElse(null);
    if (device == null) {
      it.gone();
      return;
    }
    Values values = it.values();
    String path = it.id().substring(it.id().indexOf(":mfa/") + 4);
    values.set("arn", it.id());
    values.set("path", path.substring(0, path.lastIndexOf('/') + 1));
    values.set("virtual_mfa_device_name", path.substring(path.lastIndexOf('/') + 1));
    values.set("user_name", device.user() == null ? null : device.user().userName());
    values.set("enable_date", device.enableDate() == null ? null : device.enableDate().toString());
  }

  @Override
  public void delete(ResourceInstance it) {
    IamClient iam = it.client(IamClient.class);
    String user = it.values().text("user_name");
    if (user != null) {
      iam.deactivateMFADevice(off -> off.userName(user).serialNumber(it.id()));
    }
    iam.deleteVirtualMFADevice(delete -> delete.serialNumber(it.id()));
  }
}
