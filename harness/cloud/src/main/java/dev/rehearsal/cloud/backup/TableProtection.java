package dev.rehearsal.cloud.backup;

import dev.rehearsal.cloud.Surroundings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.dynamodb.DynamoDb;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ListTablesRequest;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.Tag;

/** Backups of DynamoDB tables. */
record TableProtection(Surroundings aws) implements Protection {

  @Override
  public String type() {
    return "DynamoDB";
  }

  @Override
  public boolean covers(String arn) {
    return arn.startsWith("arn:aws:dynamodb:") && arn.contains(":table/") && !made(arn);
  }

  @Override
  public boolean made(String point) {
    return point.startsWith("arn:aws:dynamodb:") && point.contains("/backup/");
  }

  @Override
  public String backUp(Caller role, String resource, String job) {
    DynamoDbClient tables = aws.client(DynamoDbClient.class, role);
    String name = resource.substring(resource.indexOf(":table/") + 7);
    // As AWS Backup does it, with the role: it asks for the table first, and then for its backup.
    var unused = tables.describeTable(describe -> describe.tableName(name));
    String backup =
        tables
            .createBackup(create -> create.tableName(name).backupName("awsbackup-" + job))
            .backupDetails()
            .backupArn();
    return tables
        .describeBackup(describe -> describe.backupArn(backup))
        .backupDescription()
        .backupDetails()
        .backupArn();
  }

  @Override
  public Map<String, String> metadata(Caller role, String point) {
    return Map.of("originalTableName", point.replaceFirst(".*:table/(.*)/backup/.*", "$1"));
  }

  @Override
  public String restore(Caller role, String point, Map<String, String> metadata) {
    String name = metadata.get("targetTableName");
    if (name == null) {
      throw BackupErrors.parameter("Restoring a table takes the metadata targetTableName.");
    }
    return aws.client(DynamoDbClient.class, role)
        .restoreTableFromBackup(restore -> restore.backupArn(point).targetTableName(name))
        .tableDescription()
        .tableArn();
  }

  @Override
  public void delete(Caller role, String point) {
    aws.client(DynamoDbClient.class, role).deleteBackup(delete -> delete.backupArn(point));
  }

  @Override
  public Map<String, Map<String, String>> resources() {
    DynamoDb tables = aws.peer(DynamoDb.class, aws.region());
    Map<String, Map<String, String>> found = new TreeMap<>();
    for (String name : tables.listTables(ListTablesRequest.builder().build()).tableNames()) {
      String arn = aws.arn("dynamodb", "table/" + name);
      found.put(
          arn,
          tables
              .listTagsOfResource(ListTagsOfResourceRequest.builder().resourceArn(arn).build())
              .tags()
              .stream()
              .collect(Collectors.toMap(Tag::key, Tag::value)));
    }
    return found;
  }
}
