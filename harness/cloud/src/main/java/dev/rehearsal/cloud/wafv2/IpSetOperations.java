package dev.rehearsal.cloud.wafv2;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Page;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.wafv2.Wafv2Client;
import software.amazon.awssdk.services.wafv2.model.CreateIpSetRequest;
import software.amazon.awssdk.services.wafv2.model.CreateIpSetResponse;
import software.amazon.awssdk.services.wafv2.model.DeleteIpSetRequest;
import software.amazon.awssdk.services.wafv2.model.DeleteIpSetResponse;
import software.amazon.awssdk.services.wafv2.model.GetIpSetRequest;
import software.amazon.awssdk.services.wafv2.model.GetIpSetResponse;
import software.amazon.awssdk.services.wafv2.model.IPSet;
import software.amazon.awssdk.services.wafv2.model.IPSetSummary;
import software.amazon.awssdk.services.wafv2.model.ListIpSetsRequest;
import software.amazon.awssdk.services.wafv2.model.ListIpSetsResponse;
import software.amazon.awssdk.services.wafv2.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.wafv2.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.wafv2.model.Scope;
import software.amazon.awssdk.services.wafv2.model.Tag;
import software.amazon.awssdk.services.wafv2.model.TagInfoForResource;
import software.amazon.awssdk.services.wafv2.model.TagResourceRequest;
import software.amazon.awssdk.services.wafv2.model.TagResourceResponse;
import software.amazon.awssdk.services.wafv2.model.UntagResourceRequest;
import software.amazon.awssdk.services.wafv2.model.UntagResourceResponse;
import software.amazon.awssdk.services.wafv2.model.UpdateIpSetRequest;
import software.amazon.awssdk.services.wafv2.model.UpdateIpSetResponse;

/** IP sets, and what they share with web ACLs: lock tokens and tags. */
abstract class IpSetOperations implements Wafv2Client {

  private static final int PAGE = 100;

  final Surroundings aws;
  final IpSets sets = new IpSets();
  private final Map<String, String> locks = new ConcurrentHashMap<>();
  private final Map<String, Map<String, Tag>> tags = new ConcurrentHashMap<>();

  IpSetOperations(Surroundings aws) {
    this.aws = aws;
  }

  /** The ARNs of the IP sets that web ACLs refer to. */
  abstract List<String> setsInUse();

  @Override
  public synchronized CreateIpSetResponse createIPSet(CreateIpSetRequest request) {
    scope(request.scope());
    if (sets.all().stream()
        .anyMatch(set -> isIn(request.scope(), set.arn()) && set.name().equals(request.name()))) {
      throw WafErrors.duplicate();
    }
    String id = aws.ids().uuid();
    IPSet set =
        IPSet.builder()
            .name(request.name())
            .id(id)
            .arn(arn(request.scope(), "ipset", request.name(), id))
            .description(request.description())
            .ipAddressVersion(request.ipAddressVersion())
            .addresses(request.addresses())
            .build();
    sets.put(set);
    created(set.arn(), request.tags());
    return CreateIpSetResponse.builder().summary(summary(set)).build();
  }

  @Override
  public GetIpSetResponse getIPSet(GetIpSetRequest request) {
    scope(request.scope());
    IPSet set = find(request.scope(), request.id(), request.name());
    return GetIpSetResponse.builder().ipSet(set).lockToken(lock(set.arn())).build();
  }

  @Override
  public synchronized UpdateIpSetResponse updateIPSet(UpdateIpSetRequest request) {
    scope(request.scope());
    IPSet set = find(request.scope(), request.id(), request.name());
    unlock(set.arn(), request.lockToken());
    sets.put(
        set.toBuilder().description(request.description()).addresses(request.addresses()).build());
    return UpdateIpSetResponse.builder().nextLockToken(relock(set.arn())).build();
  }

  @Override
  public synchronized DeleteIpSetResponse deleteIPSet(DeleteIpSetRequest request) {
    scope(request.scope());
    IPSet set = find(request.scope(), request.id(), request.name());
    unlock(set.arn(), request.lockToken());
    if (setsInUse().contains(set.arn())) {
      throw WafErrors.associated("a web ACL");
    }
    sets.remove(set.arn());
    deleted(set.arn());
    return DeleteIpSetResponse.builder().build();
  }

  @Override
  public ListIpSetsResponse listIPSets(ListIpSetsRequest request) {
    scope(request.scope());
    List<IPSetSummary> all =
        sets.all().stream()
            .filter(set -> isIn(request.scope(), set.arn()))
            .sorted(Comparator.comparing(IPSet::name))
            .map(this::summary)
            .toList();
    Page<IPSetSummary> page = page(all, request.nextMarker(), request.limit());
    return ListIpSetsResponse.builder().ipSets(page.items()).nextMarker(page.next()).build();
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    Map<String, Tag> own = tagsOf(request.resourceARN());
    request.tags().forEach(tag -> own.put(tag.key(), tag));
    return TagResourceResponse.builder().build();
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    request.tagKeys().forEach(tagsOf(request.resourceARN())::remove);
    return UntagResourceResponse.builder().build();
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    List<Tag> all = new TreeMap<>(tagsOf(request.resourceARN())).values().stream().toList();
    Page<Tag> page = page(all, request.nextMarker(), request.limit());
    return ListTagsForResourceResponse.builder()
        .tagInfoForResource(
            TagInfoForResource.builder()
                .resourceARN(request.resourceARN())
                .tagList(page.items())
                .build())
        .nextMarker(page.next())
        .build();
  }

  @Override
  public String serviceName() {
    return "wafv2";
  }

  @Override
  public void close() {}

  /** What is CloudFront's lives in us-east-1; each region has its own beside it. */
  final void scope(@Nullable Scope scope) {
    if (scope == Scope.REGIONAL) {
      return;
    }
    if (scope != Scope.CLOUDFRONT) {
      throw WafErrors.invalid("SCOPE_VALUE", "The scope is CLOUDFRONT or REGIONAL");
    }
    if (!aws.region().equals("us-east-1")) {
      throw WafErrors.invalid(
          "SCOPE_VALUE", "The scope is not valid. Use the Region us-east-1 for CLOUDFRONT");
    }
  }

  final String arn(Scope scope, String kind, String name, String id) {
    return aws.arn("wafv2", place(scope) + kind + "/" + name + "/" + id);
  }

  static boolean isIn(Scope scope, String arn) {
    return arn.contains(":" + place(scope));
  }

  private static String place(Scope scope) {
    return scope == Scope.REGIONAL ? "regional/" : "global/";
  }

  final void created(String arn, List<Tag> given) {
    relock(arn);
    Map<String, Tag> own = new ConcurrentHashMap<>();
    given.forEach(tag -> own.put(tag.key(), tag));
    tags.put(arn, own);
  }

  final void deleted(String arn) {
    locks.remove(arn);
    tags.remove(arn);
  }

  final String lock(String arn) {
    return Objects.requireNonNull(locks.get(arn));
  }

  final String relock(String arn) {
    String token = aws.ids().uuid();
    locks.put(arn, token);
    return token;
  }

  final void unlock(String arn, @Nullable String token) {
    if (!lock(arn).equals(token)) {
      throw WafErrors.outdated();
    }
  }

  static <T> Page<T> page(List<T> all, @Nullable String marker, @Nullable Integer limit) {
    try {
      return Page.of(all, marker, limit == null ? PAGE : Math.min(PAGE, limit));
    } catch (NumberFormatException broken) {
      throw WafErrors.invalid("NEXT_MARKER", "The marker is not valid");
    }
  }

  private IPSet find(Scope scope, @Nullable String id, @Nullable String name) {
    return sets.all().stream()
        .filter(set -> isIn(scope, set.arn()))
        .filter(set -> set.id().equals(id) && set.name().equals(name))
        .findFirst()
        .orElseThrow(WafErrors::missing);
  }

  private IPSetSummary summary(IPSet set) {
    return IPSetSummary.builder()
        .name(set.name())
        .id(set.id())
        .arn(set.arn())
        .description(set.description())
        .lockToken(lock(set.arn()))
        .build();
  }

  private Map<String, Tag> tagsOf(String arn) {
    Map<String, Tag> own = tags.get(arn);
    if (own == null) {
      throw WafErrors.missing();
    }
    return own;
  }
}
