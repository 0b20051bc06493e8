package dev.rehearsal.journeys.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.rehearsal.cloud.call.Hop;
import dev.rehearsal.journeys.findings.SourceText;
import dev.rehearsal.journeys.language.JourneyFile;
import dev.rehearsal.journeys.language.JourneyReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminCreateUserRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminCreateUserResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** What is told where no request of a customer fails: what is given, and functions invoked. */
class RefusedBehindTest {

  private final FakeStage stage = new FakeStage();

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void whatIsGivenAndCouldNotBeMadeSaysWhoRefused() {
    stage.aws(CognitoIdentityProviderClient.class, new NoUserPool(stage));
    Failure failure =
        failure(
            """
            journey: A customer opens the cart
            given: { customers: [ada] }
            steps:
              - api: GET /cart
                as: ada
                expect: { status: 200 }
            """);
    assertEquals("What the journey takes as given could not be made", failure.message());
    assertEquals(
        Optional.of("stage -> cognito-idp: AdminCreateUser was refused: ResourceNotFoundException"),
        failure.fact("refused"));
  }

  @Test
  void aFunctionThatFailsSaysWhoRefusedIt() {
    stage.aws(LambdaClient.class, new CutOff(stage));
    Failure failure =
        failure(
            """
            journey: The sweeper runs
            steps:
              - invoke: sweeper
            """);
    assertEquals("The function sweeper failed", failure.message());
    assertEquals(
        Optional.of("sweeper -> rds: CONNECT was refused: UNREACHABLE"), failure.fact("hop"));
  }

  private Failure failure(String journey) {
    JourneyFile file =
        JourneyReader.read("one", SourceText.of(Path.of("one.journey.yaml"), journey));
    assertEquals(List.of(), file.findings());
    JourneyResult result =
        new JourneyRun(RunSettings.defaults(), List.of()).on(stage, List.of(file)).results().get(0);
    return Objects.requireNonNull(result.failure());
  }

  /** A pool that was deleted. */
  private record NoUserPool(FakeStage stage) implements CognitoIdentityProviderClient {

    @Override
    public AdminCreateUserResponse adminCreateUser(AdminCreateUserRequest request) {
      stage.refused(
          Hop.Kind.AWS, "stage", "cognito-idp", "AdminCreateUser", "ResourceNotFoundException");
      throw ResourceNotFoundException.builder().message("There is no pool.").build();
    }

    @Override
    public String serviceName() {
      return "cognito-idp";
    }

    @Override
    public void close() {}
  }

  /** A function that does not reach its database. */
  private record CutOff(FakeStage stage) implements LambdaClient {

    @Override
    public InvokeResponse invoke(InvokeRequest request) {
      stage.refused(Hop.Kind.SQL, "sweeper", "rds", "CONNECT", "UNREACHABLE");
      return InvokeResponse.builder().functionError("Unhandled").build();
    }

    @Override
    public String serviceName() {
      return "lambda";
    }

    @Override
    public void close() {}
  }
}
