/**
 * The embedded {@code hashicorp/aws} provider: plans, applies and reads resources through the SDK.
 */
@NullMarked
package dev.rehearsal.terraform.provider;

import org.jspecify.annotations.NullMarked;
