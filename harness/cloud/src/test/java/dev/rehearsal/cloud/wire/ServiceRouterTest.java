package dev.rehearsal.cloud.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rehearsal.cloud.ServiceCatalog;
import dev.rehearsal.cloud.ServiceDefinition;
import dev.rehearsal.cloud.call.Operation;
import dev.rehearsal.cloud.http.Headers;
import dev.rehearsal.cloud.http.HttpRequest;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

final class ServiceRouterTest {

  private final ServiceRouter router = new ServiceRouter(ServiceCatalog.all());

  /** CloudTrail's targets have dots of their own. */
  @Test
  void everyTargetThatTheSdkSendsFindsItsOperation() {
    int seen = 0;
    for (ServiceDefinition service : ServiceCatalog.all()) {
      if (router.plan(service.id()).protocol() != Protocol.AWS_JSON) {
        continue;
      }
      for (Operation operation : service.operations().values()) {
        String target = OperationPlan.of(operation).binding().operationIdentifier();
        ServiceRouter.Target found = router.route(request(target), Query.parse(""), null);
        ServicePlan plan = found.service();
        assertNotNull(plan, target);
        assertEquals(service.id(), plan.service().id(), target);
        String name = target.substring(target.lastIndexOf('.') + 1);
        assertTrue(plan.operation(name).isPresent(), target);
        seen++;
      }
    }
    assertTrue(seen > 500, seen + " targets");
  }

  private static HttpRequest request(String target) {
    return new HttpRequest(
        "POST",
        "/",
        "",
        new Headers().add("x-amz-target", target),
        InputStream.nullInputStream(),
        "127.0.0.1",
        false);
  }
}
