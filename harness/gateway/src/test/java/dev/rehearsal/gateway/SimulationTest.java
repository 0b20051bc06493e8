package dev.rehearsal.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.cloud.call.HopHistory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.InvalidInputException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.ServiceLastAccessed;
import software.amazon.awssdk.services.iam.model.TrackedActionLastAccessed;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sqs.SqsClient;

class SimulationTest {

  private static final String ACCOUNT = "000000000000";
  private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:orders";

  @TempDir Path folder;
  private final List<Hop> hops = Collections.synchronizedList(new ArrayList<>());
  private @Nullable Cloud cloud;

  @BeforeEach
  void start() {
    AtomicReference<@Nullable Cloud> built = new AtomicReference<>();
    cloud =
        Cloud.with(CloudSettings.standalone(folder, folder))
            .history(seen -> new HopHistory.Tail(List.copyOf(hops), hops.size()))
            .simulator(new Simulator())
            .filter(new Recorder(hops::add))
            .filter(
                new Authoriser(
                    built::get, new IamIdentities(() -> Objects.requireNonNull(built.get()))))
            .build();
    built.set(cloud);
  }

  @AfterEach
  void stop() {
    Objects.requireNonNull(cloud).close();
  }

  @Test
  void aRoleIsSimulatedAsItsCallsAreDecided() {
    String role = role("cart", allow("sqs:SendMessage", QUEUE));
    EvaluationResult may = simulate(role, "sqs:SendMessage", QUEUE);
    assertEquals(PolicyEvaluationDecisionType.ALLOWED, may.evalDecision());
    assertEquals("own", may.matchedStatements().get(0).sourcePolicyId());
    EvaluationResult other = simulate(role, "sqs:DeleteQueue", QUEUE);
    assertEquals(PolicyEvaluationDecisionType.IMPLICIT_DENY, other.evalDecision());
    assertTrue(other.matchedStatements().isEmpty());
    assertEquals(
        PolicyEvaluationDecisionType.IMPLICIT_DENY,
        simulate(role, "sqs:SendMessage", QUEUE + "-dlq").evalDecision());
  }

  @Test
  void aGroupsMembersAreSimulatedWithItsPolicies() {
    IamClient iam = iam();
    iam.createGroup(r -> r.groupName("people"));
    iam.putGroupPolicy(
        r ->
            r.groupName("people")
                .policyName("mfa")
                .policyDocument(
                    """
                    {"Version":"2012-10-17","Statement":[
                      {"Effect":"Allow","Action":"*","Resource":"*"},
                      {"Effect":"Deny","Action":"*","Resource":"*",
                       "Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}]}
                    """));
    String user = iam.createUser(r -> r.userName("ann")).user().arn();
    iam.addUserToGroup(r -> r.groupName("people").userName("ann"));
    for (String principal : List.of(user, "arn:aws:iam::" + ACCOUNT + ":group/people")) {
      assertEquals(PolicyEvaluationDecisionType.ALLOWED, withMfa(principal, "true").evalDecision());
      assertEquals(
          PolicyEvaluationDecisionType.EXPLICIT_DENY, withMfa(principal, "false").evalDecision());
      EvaluationResult unsaid = simulate(principal, "sqs:SendMessage", QUEUE);
      assertEquals(PolicyEvaluationDecisionType.EXPLICIT_DENY, unsaid.evalDecision());
      assertEquals(List.of("aws:MultiFactorAuthPresent"), unsaid.missingContextValues());
    }
  }

  @Test
  void aBoundaryIsToldOfItsOwn() {
    List<EvaluationResult> results =
        iam()
            .simulateCustomPolicy(
                r ->
                    r.policyInputList(allow("*", "*"))
                        .permissionsBoundaryPolicyInputList(allow("sqs:*", "*"))
                        .actionNames("sqs:SendMessage", "sns:Publish"))
            .evaluationResults();
    assertEquals(PolicyEvaluationDecisionType.ALLOWED, results.get(0).evalDecision());
    assertTrue(results.get(0).permissionsBoundaryDecisionDetail().allowedByPermissionsBoundary());
    assertEquals(PolicyEvaluationDecisionType.IMPLICIT_DENY, results.get(1).evalDecision());
    assertFalse(results.get(1).permissionsBoundaryDecisionDetail().allowedByPermissionsBoundary());
  }

  @Test
  void aResourcesPolicyHasItsSay() {
    String deny =
        """
        {"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"sqs:*",
         "Resource":"%s"}}
        """
            .formatted(QUEUE);
    EvaluationResult result =
        iam()
            .simulateCustomPolicy(
                r ->
                    r.policyInputList(allow("*", "*"))
                        .resourcePolicy(deny)
                        .callerArn("arn:aws:iam::" + ACCOUNT + ":user/ann")
                        .resourceArns(QUEUE)
                        .actionNames("sqs:SendMessage"))
            .evaluationResults()
            .get(0);
    assertEquals(PolicyEvaluationDecisionType.EXPLICIT_DENY, result.evalDecision());
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThrows(
        NoSuchEntityException.class,
        () -> simulate("arn:aws:iam::" + ACCOUNT + ":role/nobody", "sqs:SendMessage", "*"));
    for (String policy : List.of("{", "{\"Version\":\"2012-10-17\"}")) {
      assertThrows(
          InvalidInputException.class,
          () ->
              iam()
                  .simulateCustomPolicy(
                      r -> r.policyInputList(policy).actionNames("sqs:SendMessage")));
    }
    assertThrows(
        InvalidInputException.class,
        () ->
            iam()
                .simulateCustomPolicy(
                    r -> r.policyInputList(allow("*", "*")).actionNames("SendMessage")));
  }

  @Test
  void whatARoleNeverUsedHasNoTime() {
    String role =
        role("cart", allow("\"sqs:SendMessage\",\"sqs:PurgeQueue\",\"sns:Publish\"", "*"));
    SqsClient root = client(SqsClient.class, new Caller.Root(ACCOUNT, null));
    String url = root.createQueue(r -> r.queueName("orders")).queueUrl();
    SqsClient sqs =
        client(SqsClient.class, new Caller.RoleSession(ACCOUNT, "cart", "AROA", "s", "ASIA", null));
    sqs.sendMessage(r -> r.queueUrl(url).messageBody("x"));
    assertThrows(AwsServiceException.class, () -> sqs.deleteQueue(r -> r.queueUrl(url)));

    List<ServiceLastAccessed> services = lastAccessed(role);
    assertEquals(
        List.of("sns", "sqs"),
        services.stream().map(ServiceLastAccessed::serviceNamespace).toList());
    assertNull(services.get(0).lastAuthenticated());
    assertNotNull(services.get(1).lastAuthenticated());
    Map<String, Boolean> used =
        services.get(1).trackedActionsLastAccessed().stream()
            .collect(
                Collectors.toMap(
                    TrackedActionLastAccessed::actionName,
                    action -> action.lastAccessedTime() != null));
    assertEquals(Map.of("SendMessage", true, "PurgeQueue", false), used);
  }

  @Test
  void jobsOfGroupsAndUnknownJobsAreRefused() {
    iam().createGroup(r -> r.groupName("people"));
    AwsServiceException told =
        assertThrows(
            AwsServiceException.class,
            () ->
                iam()
                    .generateServiceLastAccessedDetails(
                        r -> r.arn("arn:aws:iam::" + ACCOUNT + ":group/people")));
    assertEquals("NotImplemented", told.awsErrorDetails().errorCode());
    assertThrows(
        NoSuchEntityException.class,
        () ->
            iam().getServiceLastAccessedDetails(r -> r.jobId("no-such-job-there-is-none-0000000")));
  }

  @Test
  void aFunctionRunsInARoleThatLambdaMayAssume() {
    String ours = "\"StringEquals\":{\"aws:SourceAccount\":\"" + ACCOUNT + "\"}";
    String others = "\"StringEquals\":{\"aws:SourceAccount\":\"111111111111\"}";
    String unassumable = "The role defined for the function cannot be assumed by Lambda.";
    assertNotEquals(unassumable, created("ours", "Allow", "lambda.amazonaws.com", ours));
    assertEquals(unassumable, created("others", "Allow", "lambda.amazonaws.com", others));
    assertEquals(unassumable, created("denied", "Deny", "lambda.amazonaws.com", ours));
    assertEquals(unassumable, created("edge", "Allow", "edgelambda.amazonaws.com", ours));
  }

  /** What Lambda says to a function whose archive is none, in a role with this trust policy. */
  private String created(String name, String effect, String service, String condition) {
    String trust =
        """
        {"Version":"2012-10-17","Statement":{"Effect":"%s","Principal":{"Service":"%s"},
         "Action":"sts:AssumeRole","Condition":{%s}}}
        """
            .formatted(effect, service, condition);
    String role =
        iam().createRole(r -> r.roleName(name).assumeRolePolicyDocument(trust)).role().arn();
    return assertThrows(
            AwsServiceException.class,
            () ->
                client(LambdaClient.class, new Caller.Root(ACCOUNT, null))
                    .createFunction(
                        c ->
                            c.functionName(name)
                                .role(role)
                                .runtime("java17")
                                .handler("H::h")
                                .code(z -> z.zipFile(SdkBytes.fromUtf8String("no archive")))))
        .awsErrorDetails()
        .errorMessage();
  }

  private List<ServiceLastAccessed> lastAccessed(String role) {
    String job =
        iam()
            .generateServiceLastAccessedDetails(r -> r.arn(role).granularity("ACTION_LEVEL"))
            .jobId();
    return iam().getServiceLastAccessedDetails(r -> r.jobId(job)).servicesLastAccessed();
  }

  private EvaluationResult simulate(String principal, String action, String resource) {
    return iam()
        .simulatePrincipalPolicy(
            r -> r.policySourceArn(principal).actionNames(action).resourceArns(resource))
        .evaluationResults()
        .get(0);
  }

  private EvaluationResult withMfa(String principal, String present) {
    return iam()
        .simulatePrincipalPolicy(
            r ->
                r.policySourceArn(principal)
                    .actionNames("sqs:SendMessage")
                    .contextEntries(
                        ContextEntry.builder()
                            .contextKeyName("aws:MultiFactorAuthPresent")
                            .contextKeyType("boolean")
                            .contextKeyValues(present)
                            .build()))
        .evaluationResults()
        .get(0);
  }

  private String role(String name, String policy) {
    IamClient iam = iam();
    String arn =
        iam.createRole(
                r ->
                    r.roleName(name)
                        .assumeRolePolicyDocument(
                            """
                            {"Version":"2012-10-17","Statement":{"Effect":"Allow",
                             "Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}
                            """))
            .role()
            .arn();
    iam.putRolePolicy(r -> r.roleName(name).policyName("own").policyDocument(policy));
    return arn;
  }

  private static String allow(String action, String resource) {
    String actions = action.startsWith("\"") ? "[" + action + "]" : "\"" + action + "\"";
    return """
    {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":%s,"Resource":"%s"}}
    """
        .formatted(actions, resource);
  }

  private IamClient iam() {
    return client(IamClient.class, new Caller.Root(ACCOUNT, null));
  }

  private <C extends software.amazon.awssdk.core.SdkClient> C client(Class<C> type, Caller caller) {
    return Objects.requireNonNull(cloud).client(type, caller, "us-east-1");
  }
}
