/** AWS CloudTrail. */
@NullMarked
package dev.rehearsal.terraform.aws.cloudtrail;

import org.jspecify.annotations.NullMarked;
