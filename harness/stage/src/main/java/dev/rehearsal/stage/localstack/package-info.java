/** LocalStack, or another emulator on one port, behind the gateway. */
@NullMarked
package dev.rehearsal.stage.localstack;

import org.jspecify.annotations.NullMarked;
