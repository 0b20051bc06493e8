package dev.rehearsal.cloud.accessanalyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustPolicyTest {

  private static final String QUEUE = "arn:aws:sqs:eu-west-1:111111111111:orders";
  private static final String ALLOW =
      "{'Effect':'Allow','Action':'sqs:SendMessage','Resource':'" + QUEUE + "','Principal':";

  @Test
  void everybodyIsOutside() {
    List<Opening> open = openings(ALLOW + "'*'}");
    assertEquals(
        List.of(
            new Opening(Map.of("AWS", "*"), List.of("sqs:SendMessage"), Map.of(), true, "POLICY")),
        open);
    assertEquals(open, openings(ALLOW + "{'AWS':'*'}}"));
  }

  @Test
  void anotherAccountIsOutsideAndShownByItsNumber() {
    List<Opening> open =
        openings(
            ALLOW
                + "{'AWS':['arn:aws:iam::222222222222:root','arn:aws:iam::222222222222:user/eve',"
                + "'arn:aws:iam::111111111111:root']}}");
    assertEquals(
        List.of(Map.of("AWS", "222222222222"), Map.of("AWS", "arn:aws:iam::222222222222:user/eve")),
        open.stream().map(Opening::principal).toList());
    assertFalse(open.get(0).isPublic());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'AWS':'arn:aws:iam::111111111111:role/checkout'}}",
        "{'AWS':'111111111111'}}",
        "{'Service':'sns.amazonaws.com'}}",
        "'*','Condition':{'StringEquals':{'aws:SourceAccount':'111111111111'}}}",
        "'*','Condition':{'StringEquals':{'AWS:SourceOwner':'111111111111'}}}",
        "'*','Condition':{'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::111111111111:role/*'}}}",
        "'*','Condition':{'ArnEquals':{'aws:SourceArn':'arn:aws:sns:eu-west-1:111111111111:t'},"
            + "'Bool':{'aws:SecureTransport':'true'}}}",
        "'*'},{'Effect':'Deny','Action':'sqs:*','Resource':'*','Principal':'*'}",
        "'*'},{'Effect':'Deny','Action':'*','Resource':'*','Principal':'*','Condition':{"
            + "'StringNotEquals':{'aws:PrincipalAccount':'111111111111'},"
            + "'BoolIfExists':{'aws:PrincipalIsAWSService':'false'}}}",
        "{'AWS':'222222222222'}},{'Effect':'Deny','Action':'sqs:SendMessage','Resource':'*',"
            + "'NotPrincipal':{'AWS':'arn:aws:iam::111111111111:root'}}",
      })
  void whatOnlyTheAccountAndAwsCanUseIsClosed(String rest) {
    assertEquals(List.of(), openings(ALLOW + rest));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'*','Condition':{'Bool':{'aws:SecureTransport':'true'}}}",
        "'*','Condition':{'IpAddress':{'aws:SourceIp':'0.0.0.0/0'}}}",
        "'*','Condition':{'StringEqualsIfExists':{'aws:SourceAccount':'111111111111'}}}",
        "'*','Condition':{'StringLike':{'aws:PrincipalArn':'*'}}}",
        "'*'},{'Effect':'Deny','Action':'sqs:*','Resource':'*','Principal':'*','Condition':{"
            + "'Bool':{'aws:SecureTransport':'false'}}}",
        "'*'},{'Effect':'Deny','Action':'sqs:ReceiveMessage','Resource':'*','Principal':'*'}",
        "'*'},{'Effect':'Deny','Action':'sqs:*','Resource':'*','Principal':{'AWS':'222222222222'}}",
      })
  void whatLeavesTheDoorOpenIsPublic(String rest) {
    List<Opening> open = openings(ALLOW + rest);
    assertEquals(1, open.size());
    assertTrue(open.get(0).isPublic());
  }

  @Test
  void aFixedAddressIsOutsideButNotPublic() {
    Opening open =
        openings(ALLOW + "'*','Condition':{'IpAddress':{'aws:SourceIp':['192.0.2.1/32']}}}").get(0);
    assertFalse(open.isPublic());
    assertEquals(Map.of("aws:SourceIp", "192.0.2.1/32"), open.conditions());
  }

  @Test
  void aDenyTakesOnlyTheActionsItNames() {
    Opening open =
        openings(
                "{'Effect':'Allow','Action':['sqs:SendMessage','sqs:ReceiveMessage'],"
                    + "'Resource':'*','Principal':'*'},{'Effect':'Deny','Action':'sqs:Send*',"
                    + "'Resource':'*','Principal':'*'}")
            .get(0);
    assertEquals(List.of("sqs:ReceiveMessage"), open.actions());
  }

  @Test
  void aStatementAboutAnotherResourceOpensNothing() {
    assertEquals(
        List.of(),
        openings((ALLOW + "'*'}").replace(QUEUE + "'", QUEUE.replace("ord", "x") + "'")));
  }

  @Test
  void objectsOfABucketAreTheBucket() {
    String arn = "arn:aws:s3:::site";
    assertEquals(
        1,
        TrustPolicy.openings(
                policy(
                    "{'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::site/*',"
                        + "'Principal':'*'}"),
                arn,
                "111111111111")
            .size());
  }

  @Test
  void rolesTrustedBySomebodyElsesIdentitiesAreOpen() {
    String federated =
        "{'Effect':'Allow','Action':'sts:AssumeRoleWithWebIdentity','Principal':"
            + "{'Federated':'cognito-identity.amazonaws.com'}}";
    assertEquals(
        Map.of("Federated", "cognito-identity.amazonaws.com"),
        TrustPolicy.openings(policy(federated), "arn:aws:iam::111111111111:role/a", "111111111111")
            .get(0)
            .principal());
  }

  private static List<Opening> openings(String statements) {
    return TrustPolicy.openings(policy(statements), QUEUE, "111111111111");
  }

  private static String policy(String statements) {
    return ("{'Version':'2012-10-17','Statement':[" + statements + "]}").replace('\'', '"');
  }
}
