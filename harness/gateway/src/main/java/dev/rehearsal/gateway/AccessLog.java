package dev.rehearsal.gateway;

import dev.rehearsal.cloud.call.Caller;
import dev.rehearsal.gateway.iam.Decision;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the sessions of roles asked for, each thing once. Thread-safe. */
public final class AccessLog {

  private final Set<AccessReview.Use> uses = ConcurrentHashMap.newKeySet();

  void note(Caller caller, Need need, Decision decision) {
    note(caller, need.action(), need.resource(), decision.allowed() ? "" : decision.toString());
  }

  void note(Caller caller, String action, String resource, String denied) {
    if (caller instanceof Caller.RoleSession session) {
      uses.add(new AccessReview.Use(session.roleName(), action, resource, denied));
    }
  }

  /** What was asked for so far. */
  public Set<AccessReview.Use> uses() {
    return Set.copyOf(uses);
  }
}
