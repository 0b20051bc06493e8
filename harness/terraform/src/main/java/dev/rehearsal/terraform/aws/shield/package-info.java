/** AWS Shield Advanced. */
@NullMarked
package dev.rehearsal.terraform.aws.shield;

import org.jspecify.annotations.NullMarked;
