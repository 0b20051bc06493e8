package dev.rehearsal.cloud.accessanalyzer;

import java.util.List;
import java.util.Map;

/**
 * What somebody outside the account is allowed on a resource.
 *
 * @param principal who, by kind: {@code {AWS=*}}
 * @param actions what, as the policy writes it
 * @param conditions when: keys of conditions with their values
 * @param isPublic whether anybody at all may
 * @param source where it is said: {@code POLICY} or {@code BUCKET_ACL}
 */
record Opening(
    Map<String, String> principal,
    List<String> actions,
    Map<String, String> conditions,
    boolean isPublic,
    String source) {}
