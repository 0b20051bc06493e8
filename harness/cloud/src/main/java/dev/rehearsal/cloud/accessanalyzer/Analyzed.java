package dev.rehearsal.cloud.accessanalyzer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A resource as it was looked at.
 *
 * @param type CloudFormation's name of the kind, for example {@code AWS::SQS::Queue}
 * @param error why it could not be looked at; null where it could
 */
record Analyzed(String arn, String type, List<Opening> openings, @Nullable String error) {}
