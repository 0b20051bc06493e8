/** IAM's policy language, and the decision that AWS takes by it. */
@NullMarked
package dev.rehearsal.gateway.iam;

import org.jspecify.annotations.NullMarked;
