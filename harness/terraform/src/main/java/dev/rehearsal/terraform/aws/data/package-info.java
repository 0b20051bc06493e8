/** Data sources. */
@NullMarked
package dev.rehearsal.terraform.aws.data;

import org.jspecify.annotations.NullMarked;
