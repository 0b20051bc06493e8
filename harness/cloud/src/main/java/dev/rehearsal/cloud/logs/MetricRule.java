package dev.rehearsal.cloud.logs;

import software.amazon.awssdk.services.cloudwatchlogs.model.MetricFilter;

/** A metric filter, its pattern read. */
record MetricRule(MetricFilter filter, FilterPattern pattern) {}
