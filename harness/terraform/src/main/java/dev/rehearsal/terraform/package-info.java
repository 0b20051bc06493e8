/**
 * Runs the real Terraform on a configuration, against the embedded provider or the official one.
 */
@NullMarked
package dev.rehearsal.terraform;

import org.jspecify.annotations.NullMarked;
