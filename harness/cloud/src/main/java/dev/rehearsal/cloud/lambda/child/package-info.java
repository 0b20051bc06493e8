/** What runs inside a function's JVM beside AWS's Runtime Interface Client: JDK classes only. */
@NullMarked
package dev.rehearsal.cloud.lambda.child;

import org.jspecify.annotations.NullMarked;
