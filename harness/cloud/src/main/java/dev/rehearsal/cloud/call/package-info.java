/**
 * An AWS call as a typed value: who asks for which operation of which service, and what answers.
 */
@NullMarked
package dev.rehearsal.cloud.call;

import org.jspecify.annotations.NullMarked;
