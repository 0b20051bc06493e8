/** AWS Systems Manager Parameter Store. */
@NullMarked
package dev.rehearsal.cloud.ssm;

import org.jspecify.annotations.NullMarked;
