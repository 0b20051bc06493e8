/** AWS CloudTrail: what the ledger knows, in CloudTrail's form. */
@NullMarked
package dev.rehearsal.cloud.cloudtrail;

import org.jspecify.annotations.NullMarked;
