/** The resource types and data sources that the embedded provider serves. */
@NullMarked
package dev.rehearsal.terraform.aws;

import org.jspecify.annotations.NullMarked;
