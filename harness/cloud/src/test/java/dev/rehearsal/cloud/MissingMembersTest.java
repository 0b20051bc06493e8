package dev.rehearsal.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.call.Caller;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ses.SesClient;

final class MissingMembersTest {

  @Test
  void aServiceThatStumblesOverAMissingMemberNamesIt(@TempDir Path folder) {
    try (Cloud cloud = Cloud.with(CloudSettings.standalone(folder, folder)).build()) {
      SesClient ses =
          cloud.client(SesClient.class, new Caller.Root("000000000000", null), "eu-west-1");
      AwsServiceException refused =
          assertThrows(
              AwsServiceException.class, () -> ses.sendEmail(send -> send.source("a@b.example")));
      assertEquals(400, refused.statusCode());
      assertEquals("ValidationError", refused.awsErrorDetails().errorCode());
      assertTrue(refused.toString().contains("'message'"), refused.toString());
    }
  }
}
