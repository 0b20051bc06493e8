/** IAM Access Analyzer. */
@NullMarked
package dev.rehearsal.terraform.aws.accessanalyzer;

import org.jspecify.annotations.NullMarked;
