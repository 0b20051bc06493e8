/** AWS Identity and Access Management. */
@NullMarked
package dev.rehearsal.cloud.iam;

import org.jspecify.annotations.NullMarked;
