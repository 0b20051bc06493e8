/** The official provider's schema: names, types and blocks of every resource type. */
@NullMarked
package dev.rehearsal.terraform.schema;

import org.jspecify.annotations.NullMarked;
