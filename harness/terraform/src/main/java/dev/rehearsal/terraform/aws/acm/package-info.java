/** AWS Certificate Manager. */
@NullMarked
package dev.rehearsal.terraform.aws.acm;

import org.jspecify.annotations.NullMarked;
