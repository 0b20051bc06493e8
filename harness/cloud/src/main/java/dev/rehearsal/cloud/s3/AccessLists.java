package dev.rehearsal.cloud.s3;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.AccessControlPolicy;
import software.amazon.awssdk.services.s3.model.Grant;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControls;
import software.amazon.awssdk.services.s3.model.Permission;
import software.amazon.awssdk.services.s3.model.Type;

/** Access control lists, as far as they matter today: the owner's, and log delivery's. */
final class AccessLists {

  private static final String LOG_DELIVERY = "http://acs.amazonaws.com/groups/s3/LogDelivery";

  private AccessLists() {}

  /** Gives a bucket one of S3's canned lists. */
  static void set(Buckets buckets, Bucket bucket, String canned) {
    if (canned.equals("private")) {
      bucket.configurations.remove(Configuration.ACL);
      return;
    }
    refuseWhereOwnerEnforced(bucket);
    refusePublic(buckets, bucket, canned);
    if (!canned.equals("log-delivery-write")) {
      throw S3Errors.notServed("the canned ACL " + canned + ": say it in a bucket policy instead");
    }
    List<Grant> grants = new ArrayList<>(ofOwner(buckets).grants());
    for (Permission permission : List.of(Permission.WRITE, Permission.READ_ACP)) {
      grants.add(
          Grant.builder()
              .grantee(g -> g.type(Type.GROUP).uri(LOG_DELIVERY))
              .permission(permission)
              .build());
    }
    bucket.configurations.put(
        Configuration.ACL, ofOwner(buckets).toBuilder().grants(grants).build());
  }

  /** Gives a bucket a list of its own. */
  static void set(Buckets buckets, Bucket bucket, AccessControlPolicy list) {
    String owner = buckets.ownerId();
    for (Grant grant : list.grants()) {
      String uri = grant.grantee() == null ? null : grant.grantee().uri();
      if (uri != null && !uri.equals(LOG_DELIVERY)) {
        refuseWhereOwnerEnforced(bucket);
        refusePublic(buckets, bucket, "public-read");
        throw S3Errors.notServed("grants to " + uri + ": say it in a bucket policy instead");
      }
    }
    boolean ownersOnly =
        list.grants().stream()
            .allMatch(grant -> grant.grantee() != null && owner.equals(grant.grantee().id()));
    if (!ownersOnly) {
      refuseWhereOwnerEnforced(bucket);
    }
    bucket.configurations.put(Configuration.ACL, list);
  }

  /** Checks the canned list that comes with an object. */
  static void checkObject(Buckets buckets, Bucket bucket, @Nullable String canned) {
    if (canned == null || canned.equals("bucket-owner-full-control")) {
      return;
    }
    refuseWhereOwnerEnforced(bucket);
    refusePublic(buckets, bucket, canned);
    if (!canned.equals("private")) {
      throw S3Errors.notServed("the canned ACL " + canned + ": say it in a bucket policy instead");
    }
  }

  static AccessControlPolicy ofOwner(Buckets buckets) {
    return AccessControlPolicy.builder()
        .owner(owner -> owner.id(buckets.ownerId()))
        .grants(
            Grant.builder()
                .grantee(g -> g.type(Type.CANONICAL_USER).id(buckets.ownerId()))
                .permission(Permission.FULL_CONTROL)
                .build())
        .build();
  }

  static boolean ownerEnforced(Bucket bucket) {
    return bucket.configurations.get(Configuration.OWNERSHIP) instanceof OwnershipControls controls
        && controls.rules().stream()
            .anyMatch(rule -> rule.objectOwnership() == ObjectOwnership.BUCKET_OWNER_ENFORCED);
  }

  private static void refuseWhereOwnerEnforced(Bucket bucket) {
    if (ownerEnforced(bucket)) {
      throw S3Errors.of("AccessControlListNotSupported", 400, "The bucket does not allow ACLs");
    }
  }

  private static void refusePublic(Buckets buckets, Bucket bucket, String canned) {
    if (canned.startsWith("public-") && buckets.blocked(bucket).blockPublicAcls()) {
      throw S3Errors.denied(
          "Access Denied: public ACLs are prevented by the BlockPublicAcls setting in S3 Block"
              + " Public Access");
    }
  }
}
