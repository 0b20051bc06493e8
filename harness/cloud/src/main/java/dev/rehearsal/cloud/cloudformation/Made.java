package dev.rehearsal.cloud.cloudformation;

import java.util.Map;

/**
 * A resource that was made.
 *
 * @param id its physical id: what {@code Ref} gives
 * @param attributes what {@code Fn::GetAtt} gives
 */
record Made(String id, Map<String, String> attributes) {}
