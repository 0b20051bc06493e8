/** IAM Access Analyzer: what the resources' own policies open to the outside. */
@NullMarked
package dev.rehearsal.cloud.accessanalyzer;

import org.jspecify.annotations.NullMarked;
