/** AWS Config. */
@NullMarked
package dev.rehearsal.terraform.aws.config;

import org.jspecify.annotations.NullMarked;
