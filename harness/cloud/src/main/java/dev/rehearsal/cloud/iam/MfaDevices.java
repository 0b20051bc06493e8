package dev.rehearsal.cloud.iam;

import dev.rehearsal.cloud.CallScope;
import dev.rehearsal.cloud.call.AwsError;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.iam.Identity.Kind;
import dev.rehearsal.cloud.totp.Totp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.iam.model.AssignmentStatusType;
import software.amazon.awssdk.services.iam.model.CreateVirtualMfaDeviceRequest;
import software.amazon.awssdk.services.iam.model.CreateVirtualMfaDeviceResponse;
import software.amazon.awssdk.services.iam.model.DeactivateMfaDeviceRequest;
import software.amazon.awssdk.services.iam.model.DeactivateMfaDeviceResponse;
import software.amazon.awssdk.services.iam.model.DeleteVirtualMfaDeviceRequest;
import software.amazon.awssdk.services.iam.model.DeleteVirtualMfaDeviceResponse;
import software.amazon.awssdk.services.iam.model.EnableMfaDeviceRequest;
import software.amazon.awssdk.services.iam.model.EnableMfaDeviceResponse;
import software.amazon.awssdk.services.iam.model.GetMfaDeviceRequest;
import software.amazon.awssdk.services.iam.model.GetMfaDeviceResponse;
import software.amazon.awssdk.services.iam.model.InvalidAuthenticationCodeException;
import software.amazon.awssdk.services.iam.model.ListMfaDeviceTagsRequest;
import software.amazon.awssdk.services.iam.model.ListMfaDeviceTagsResponse;
import software.amazon.awssdk.services.iam.model.ListMfaDevicesRequest;
import software.amazon.awssdk.services.iam.model.ListMfaDevicesResponse;
import software.amazon.awssdk.services.iam.model.ListVirtualMfaDevicesRequest;
import software.amazon.awssdk.services.iam.model.ListVirtualMfaDevicesResponse;
import software.amazon.awssdk.services.iam.model.MFADevice;
import software.amazon.awssdk.services.iam.model.ResyncMfaDeviceRequest;
import software.amazon.awssdk.services.iam.model.ResyncMfaDeviceResponse;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.TagMfaDeviceRequest;
import software.amazon.awssdk.services.iam.model.TagMfaDeviceResponse;
import software.amazon.awssdk.services.iam.model.UntagMfaDeviceRequest;
import software.amazon.awssdk.services.iam.model.UntagMfaDeviceResponse;
import software.amazon.awssdk.services.iam.model.VirtualMFADevice;

/**
 * Users' virtual second factors. Codes are those of the stage's clock, which is the wall clock's
 * until somebody moves it. Called under the store's lock.
 */
final class MfaDevices {

  /** AWS's own numbers. */
  private static final int SEED_LENGTH = 64;

  private static final int MOST_OF_A_USER = 8;

  /** Enabling takes codes of the last minute and a half, resynchronising those of half a day. */
  private static final int RECENT = 3;

  private static final int FAR = 1440;

  /** One device. */
  private static final class Device {
    final String serial;
    final String seed;
    final Tags tags = new Tags();
    @Nullable Identity user;
    @Nullable Instant enabled;

    /** How many steps the device's clock is ahead of the stage's. */
    long drift;

    /** The step of the last code it was used with; each counts once. */
    long lastStep = Long.MIN_VALUE;

    Device(String serial, String seed) {
      this.serial = serial;
      this.seed = seed;
    }
  }

  private final Store store;
  private final Map<String, Device> devices = new TreeMap<>();

  MfaDevices(Store store) {
    this.store = store;
  }

  CreateVirtualMfaDeviceResponse create(CreateVirtualMfaDeviceRequest request) {
    String name = Checks.name("virtualMFADeviceName", request.virtualMFADeviceName(), 226);
    String serial =
        "arn:aws:iam::" + store.aws().account() + ":mfa" + Checks.path(request.path()) + name;
    if (devices.containsKey(serial)) {
      throw IamErrors.exists("MFADevice entity at the same path and name already exists.");
    }
    Device device = new Device(serial, Totp.secret(SEED_LENGTH));
    device.tags.put(request.tags());
    devices.put(serial, device);
    return CreateVirtualMfaDeviceResponse.builder()
        .virtualMFADevice(
            shown(device).toBuilder()
                .base32StringSeed(SdkBytes.fromUtf8String(device.seed))
                .tags(device.tags.all())
                .build())
        .build();
  }

  DeleteVirtualMfaDeviceResponse delete(DeleteVirtualMfaDeviceRequest request) {
    Device device = get(request.serialNumber());
    if (device.user != null) {
      throw IamErrors.conflict("MFA VirtualDevice in use. Must deactivate first.");
    }
    devices.remove(device.serial);
    return DeleteVirtualMfaDeviceResponse.builder().build();
  }

  EnableMfaDeviceResponse enable(EnableMfaDeviceRequest request) {
    Identity user = store.get(Kind.USER, request.userName());
    Device device = get(request.serialNumber());
    if (device.user != null) {
      throw IamErrors.exists("MFA Device is already in use");
    }
    if (of(user).size() >= MOST_OF_A_USER) {
      throw IamErrors.limit("Cannot exceed quota for MFADevicesPerUser: " + MOST_OF_A_USER);
    }
    long step =
        consecutive(device, request.authenticationCode1(), request.authenticationCode2(), RECENT);
    device.user = user;
    device.enabled = store.now();
    device.lastStep = step;
    device.drift = 0;
    return EnableMfaDeviceResponse.builder().build();
  }

  ResyncMfaDeviceResponse resync(ResyncMfaDeviceRequest request) {
    Device device = of(store.get(Kind.USER, request.userName()), request.serialNumber());
    long step =
        consecutive(device, request.authenticationCode1(), request.authenticationCode2(), FAR);
    device.drift = step - now();
    device.lastStep = step;
    return ResyncMfaDeviceResponse.builder().build();
  }

  DeactivateMfaDeviceResponse deactivate(DeactivateMfaDeviceRequest request) {
    Identity user = caller(request.userName());
    Device device = of(user, request.serialNumber());
    device.user = null;
    device.enabled = null;
    return DeactivateMfaDeviceResponse.builder().build();
  }

  ListMfaDevicesResponse list(ListMfaDevicesRequest request) {
    Identity user = caller(request.userName());
    Pages<MFADevice> page =
        Pages.of(
            of(user),
            request.marker(),
            request.maxItems(),
            device ->
                MFADevice.builder()
                    .userName(user.name)
                    .serialNumber(device.serial)
                    .enableDate(device.enabled)
                    .build());
    return ListMfaDevicesResponse.builder()
        .mfaDevices(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  ListVirtualMfaDevicesResponse listVirtual(ListVirtualMfaDevicesRequest request) {
    AssignmentStatusType wanted =
        request.assignmentStatus() == null ? AssignmentStatusType.ANY : request.assignmentStatus();
    List<Device> matching =
        devices.values().stream()
            .filter(
                device ->
                    wanted == AssignmentStatusType.ANY
                        || (device.user != null) == (wanted == AssignmentStatusType.ASSIGNED))
            .toList();
    Pages<VirtualMFADevice> page =
        Pages.of(matching, request.marker(), request.maxItems(), MfaDevices::shown);
    return ListVirtualMfaDevicesResponse.builder()
        .virtualMFADevices(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  GetMfaDeviceResponse find(GetMfaDeviceRequest request) {
    Device device = get(request.serialNumber());
    if (request.userName() != null) {
      device = of(store.get(Kind.USER, request.userName()), device.serial);
    }
    return GetMfaDeviceResponse.builder()
        .serialNumber(device.serial)
        .userName(device.user == null ? null : device.user.name)
        .enableDate(device.enabled)
        .build();
  }

  TagMfaDeviceResponse tag(TagMfaDeviceRequest request) {
    get(request.serialNumber()).tags.put(request.tags());
    return TagMfaDeviceResponse.builder().build();
  }

  UntagMfaDeviceResponse untag(UntagMfaDeviceRequest request) {
    get(request.serialNumber()).tags.remove(request.tagKeys());
    return UntagMfaDeviceResponse.builder().build();
  }

  ListMfaDeviceTagsResponse listTags(ListMfaDeviceTagsRequest request) {
    Pages<Tag> page =
        Pages.of(
            get(request.serialNumber()).tags.all(),
            request.marker(),
            request.maxItems(),
            tag -> tag);
    return ListMfaDeviceTagsResponse.builder()
        .tags(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  /** Whether a user has a second factor. */
  boolean has(Identity user) {
    return !of(user).isEmpty();
  }

  /**
   * Takes a code as a user's second factor. Each counts once.
   *
   * @throws AwsServiceException AccessDenied where the device is not the user's, or the code is
   *     wrong, too old, or was used before
   */
  void check(String userName, @Nullable String serial, @Nullable String code) {
    Identity user = store.find(Kind.USER, userName);
    Device device = serial == null ? null : devices.get(serial);
    if (user == null || device == null || device.user != user) {
      throw AwsError.of(
          "AccessDenied",
          403,
          "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA"
              + " serial number is valid and associated with this user.");
    }
    OptionalLong step = Totp.step(device.seed, String.valueOf(code), now() + device.drift, 1);
    if (step.isEmpty() || step.getAsLong() <= device.lastStep) {
      throw AwsError.of(
          "AccessDenied",
          403,
          "MultiFactorAuthentication failed with invalid MFA one time pass code. ");
    }
    device.lastStep = step.getAsLong();
  }

  /** The step of the second of two codes that follow each other. */
  private long consecutive(
      Device device, @Nullable String first, @Nullable String second, int reach) {
    for (long step = now() - reach; step <= now() + Math.max(1, reach - RECENT); step++) {
      if (step > device.lastStep
          && Totp.code(device.seed, step).equals(first)
          && Totp.code(device.seed, step + 1).equals(second)) {
        return step + 1;
      }
    }
    throw AwsError.of(
        InvalidAuthenticationCodeException.builder(),
        "InvalidAuthenticationCode",
        403,
        "Authentication code for device is not valid.");
  }

  private long now() {
    return Totp.step(store.aws().clock().instant());
  }

  private Identity caller(@Nullable String userName) {
    if (userName != null) {
      return store.get(Kind.USER, userName);
    }
    return CallScope.current()
        .map(call -> call.caller())
        .filter(Caller.User.class::isInstance)
        .map(user -> store.get(Kind.USER, ((Caller.User) user).name()))
        .orElseThrow(
            () ->
                IamErrors.validation(
                    "Must specify userName when calling with non-User credentials"));
  }

  private List<Device> of(Identity user) {
    return devices.values().stream().filter(device -> device.user == user).toList();
  }

  private Device of(Identity user, @Nullable String serial) {
    return of(user).stream()
        .filter(device -> device.serial.equals(serial))
        .findFirst()
        .orElseThrow(
            () ->
                IamErrors.noSuchEntity(
                    "MFA Device " + serial + " is not associated with user " + user.name + "."));
  }

  private Device get(@Nullable String serial) {
    Device device = serial == null ? null : devices.get(serial);
    if (device == null) {
      throw IamErrors.noSuchEntity(
          "VirtualMFADevice with serial number " + serial + " does not exist.");
    }
    return device;
  }

  /** A device without its seed, which is told once. */
  private static VirtualMFADevice shown(Device device) {
    return VirtualMFADevice.builder()
        .serialNumber(device.serial)
        .user(device.user == null ? null : Shown.user(device.user))
        .enableDate(device.enabled)
        .build();
  }
}
