package dev.rehearsal.cloud.iam;

import dev.rehearsal.cloud.AccessKeys;
import dev.rehearsal.cloud.CallScope;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.iam.Identity.Kind;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.AccessKeyLastUsed;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.CreateAccessKeyResponse;
import software.amazon.awssdk.services.iam.model.DeleteAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.DeleteAccessKeyResponse;
import software.amazon.awssdk.services.iam.model.GetAccessKeyLastUsedRequest;
import software.amazon.awssdk.services.iam.model.GetAccessKeyLastUsedResponse;
import software.amazon.awssdk.services.iam.model.ListAccessKeysRequest;
import software.amazon.awssdk.services.iam.model.ListAccessKeysResponse;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.iam.model.UpdateAccessKeyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAccessKeyResponse;

/** Users' access keys, registered where signatures are checked. Called under the store's lock. */
final class Keys {

  private final Store store;
  private final Map<String, Entry> keys = new LinkedHashMap<>();

  Keys(Store store) {
    this.store = store;
  }

  private record Entry(String id, String secret, String user, Instant created, StatusType status) {}

  CreateAccessKeyResponse create(CreateAccessKeyRequest request) {
    Identity user = owner(request.userName());
    if (of(user.name).size() >= 2) {
      throw IamErrors.limit("Cannot exceed quota for AccessKeysPerUser: 2");
    }
    Entry entry =
        new Entry(
            "AKIA" + store.aws().ids().upper(16),
            Base64.getEncoder().encodeToString(store.aws().ids().bytes(30)),
            user.name,
            store.now(),
            StatusType.ACTIVE);
    keys.put(entry.id(), entry);
    register(entry, user);
    return CreateAccessKeyResponse.builder()
        .accessKey(
            AccessKey.builder()
                .userName(user.name)
                .accessKeyId(entry.id())
                .secretAccessKey(entry.secret())
                .status(entry.status())
                .createDate(entry.created())
                .build())
        .build();
  }

  ListAccessKeysResponse list(ListAccessKeysRequest request) {
    Identity user = owner(request.userName());
    Pages<AccessKeyMetadata> page =
        Pages.of(
            of(user.name),
            request.marker(),
            request.maxItems(),
            entry ->
                AccessKeyMetadata.builder()
                    .userName(entry.user())
                    .accessKeyId(entry.id())
                    .status(entry.status())
                    .createDate(entry.created())
                    .build());
    return ListAccessKeysResponse.builder()
        .accessKeyMetadata(page.items())
        .isTruncated(page.truncated())
        .marker(page.marker())
        .build();
  }

  UpdateAccessKeyResponse update(UpdateAccessKeyRequest request) {
    Entry entry = get(request.accessKeyId());
    Entry updated =
        new Entry(entry.id(), entry.secret(), entry.user(), entry.created(), request.status());
    keys.put(entry.id(), updated);
    if (request.status() == StatusType.ACTIVE) {
      register(updated, store.get(Kind.USER, entry.user()));
    } else {
      store.aws().accessKeys().remove(entry.id());
    }
    return UpdateAccessKeyResponse.builder().build();
  }

  DeleteAccessKeyResponse delete(DeleteAccessKeyRequest request) {
    Entry entry = get(request.accessKeyId());
    keys.remove(entry.id());
    store.aws().accessKeys().remove(entry.id());
    return DeleteAccessKeyResponse.builder().build();
  }

  GetAccessKeyLastUsedResponse lastUsed(GetAccessKeyLastUsedRequest request) {
    return GetAccessKeyLastUsedResponse.builder()
        .userName(get(request.accessKeyId()).user())
        .accessKeyLastUsed(AccessKeyLastUsed.builder().serviceName("N/A").region("N/A").build())
        .build();
  }

  boolean has(String user) {
    return !of(user).isEmpty();
  }

  /** Lets a renamed user keep the keys. */
  void rename(String before, Identity user) {
    for (Entry entry : of(before)) {
      Entry renamed =
          new Entry(entry.id(), entry.secret(), user.name, entry.created(), entry.status());
      keys.put(entry.id(), renamed);
      if (entry.status() == StatusType.ACTIVE) {
        register(renamed, user);
      }
    }
  }

  /** Takes every key back. */
  void clear() {
    keys.keySet().forEach(store.aws().accessKeys()::remove);
    keys.clear();
  }

  private void register(Entry entry, Identity user) {
    store
        .aws()
        .accessKeys()
        .register(
            new AccessKeys.Key(
                entry.id(),
                entry.secret(),
                null,
                null,
                new Caller.User(store.aws().account(), user.name, user.id, entry.id())));
  }

  /** The user named, or the one who calls. */
  private Identity owner(@Nullable String name) {
    if (name != null) {
      return store.get(Kind.USER, name);
    }
    return CallScope.current()
        .map(call -> call.caller())
        .filter(Caller.User.class::isInstance)
        .map(caller -> store.get(Kind.USER, ((Caller.User) caller).name()))
        .orElseThrow(
            () ->
                IamErrors.validation(
                    "Must specify userName when calling with non-User credentials"));
  }

  private List<Entry> of(String user) {
    return keys.values().stream().filter(entry -> entry.user().equals(user)).toList();
  }

  private Entry get(@Nullable String id) {
    Entry entry = keys.get(String.valueOf(id));
    if (entry == null) {
      throw IamErrors.noSuchEntity("The Access Key with id " + id + " cannot be found.");
    }
    return entry;
  }
}
