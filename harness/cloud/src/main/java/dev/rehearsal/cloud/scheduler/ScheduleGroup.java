package dev.rehearsal.cloud.scheduler;

import java.time.Instant;
import java.util.Map;

/** A group of schedules, which is what carries their tags. */
record ScheduleGroup(String name, String arn, Map<String, String> tags, Instant created) {}
