package dev.rehearsal.cloud.dynamodb;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.OnDemandThroughput;

/** What DynamoDB Local does not keep of a table. Guarded by itself. */
final class Table {

  final String name;
  final String arn;
  final String id;
  final Instant created;
  final Map<String, String> tags = new TreeMap<>();
  boolean deletionProtected;
  String tableClass = "STANDARD";
  @Nullable String kmsKeyArn;
  @Nullable Instant classChanged;
  @Nullable OnDemandThroughput onDemand;
  @Nullable Instant pointInTimeSince;
  int recoveryDays = 35;
  volatile @Nullable String ttlAttribute;
  @Nullable String policy;
  @Nullable String policyRevision;

  Table(String name, String arn, String id, Instant created) {
    this.name = name;
    this.arn = arn;
    this.id = id;
    this.created = created;
  }
}
