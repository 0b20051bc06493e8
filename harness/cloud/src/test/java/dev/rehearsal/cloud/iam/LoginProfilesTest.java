package dev.rehearsal.cloud.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.Cloud;
import dev.rehearsal.cloud.CloudSettings;
import dev.rehearsal.cloud.call.Caller;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.InvalidUserTypeException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.PasswordPolicyViolationException;

class LoginProfilesTest {

  private static final String GOOD = "Correct-horse-7";

  @TempDir Path folder;
  private Cloud cloud;
  private IamClient iam;
  private String annId;

  @BeforeEach
  void start() {
    cloud = Cloud.with(CloudSettings.standalone(folder, folder)).build();
    iam = cloud.client(IamClient.class, new Caller.Root("000000000000", null), "us-east-1");
    annId = iam.createUser(create -> create.userName("ann")).user().userId();
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  private void strict() {
    iam.updateAccountPasswordPolicy(
        update ->
            update
                .minimumPasswordLength(12)
                .requireUppercaseCharacters(true)
                .requireLowercaseCharacters(true)
                .requireNumbers(true)
                .requireSymbols(true)
                .passwordReusePrevention(2));
  }

  private void create(String password) {
    iam.createLoginProfile(create -> create.userName("ann").password(password));
  }

  @ParameterizedTest
  @CsvSource({
    "Short-1, a minimum length of 12",
    "correct-horse-7, at least one uppercase letter",
    "CORRECT-HORSE-7, at least one lowercase letter",
    "Correct-horse-x, at least one number",
    "Correct7horse7x, at least one symbol"
  })
  void aPasswordThatBreaksThePolicyIsRefused(String password, String why) {
    strict();
    String message =
        assertThrows(PasswordPolicyViolationException.class, () -> create(password))
            .awsErrorDetails()
            .errorMessage();
    assertTrue(message.contains(why), message);
    create(GOOD);
    assertThrows(
        PasswordPolicyViolationException.class,
        () -> iam.updateLoginProfile(update -> update.userName("ann").password(password)));
  }

  @ParameterizedTest
  @CsvSource({"Abcde-7", "abcdefgh", "abcdefg7"})
  void withoutAPolicyAwssOwnHolds(String password) {
    assertThrows(PasswordPolicyViolationException.class, () -> create(password));
    create("Abcdefg7");
  }

  @Test
  void aPasswordIsNotTakenAgainUntilOthersWere() {
    strict();
    create(GOOD);
    iam.updateLoginProfile(update -> update.userName("ann").password(GOOD + "8"));
    assertThrows(
        PasswordPolicyViolationException.class,
        () -> iam.updateLoginProfile(update -> update.userName("ann").password(GOOD)));
    iam.updateLoginProfile(update -> update.userName("ann").password(GOOD + "9"));
    iam.updateLoginProfile(update -> update.userName("ann").password(GOOD));
  }

  @Test
  void aUserHasOnePasswordAndItGoesBeforeTheUser() {
    assertThrows(
        NoSuchEntityException.class, () -> iam.getLoginProfile(get -> get.userName("ann")));
    create(GOOD);
    assertThrows(EntityAlreadyExistsException.class, () -> create(GOOD));
    iam.updateUser(update -> update.userName("ann").newUserName("anna"));
    assertEquals(
        "anna", iam.getLoginProfile(get -> get.userName("anna")).loginProfile().userName());
    assertThrows(
        DeleteConflictException.class, () -> iam.deleteUser(delete -> delete.userName("anna")));
    iam.deleteLoginProfile(delete -> delete.userName("anna"));
    iam.deleteUser(delete -> delete.userName("anna"));
    assertThrows(
        NoSuchEntityException.class,
        () -> iam.deleteLoginProfile(delete -> delete.userName("ann")));
  }

  @Test
  void whoMustChangeThePasswordDoesSoWithTheOldOne() {
    strict();
    iam.createLoginProfile(
        create -> create.userName("ann").password(GOOD).passwordResetRequired(true));
    assertTrue(
        iam.getLoginProfile(get -> get.userName("ann")).loginProfile().passwordResetRequired());
    IamClient ann =
        cloud.client(
            IamClient.class, new Caller.User("000000000000", "ann", annId, "AKIA"), "us-east-1");
    AwsServiceException wrong =
        assertThrows(
            AwsServiceException.class,
            () -> ann.changePassword(change -> change.oldPassword("no").newPassword(GOOD + "8")));
    assertEquals("AccessDenied", wrong.awsErrorDetails().errorCode());
    assertThrows(
        PasswordPolicyViolationException.class,
        () -> ann.changePassword(change -> change.oldPassword(GOOD).newPassword("weak")));
    ann.changePassword(change -> change.oldPassword(GOOD).newPassword(GOOD + "8"));
    assertFalse(
        iam.getLoginProfile(get -> get.userName("ann")).loginProfile().passwordResetRequired());
    assertThrows(
        InvalidUserTypeException.class,
        () -> iam.changePassword(change -> change.oldPassword("a").newPassword(GOOD)));
  }
}
