/** Terraform's values: decoded, read, compared and encoded. */
@NullMarked
package dev.rehearsal.terraform.value;

import org.jspecify.annotations.NullMarked;
