package dev.rehearsal.scenarios;

import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectDirectories;
import org.junit.platform.suite.api.Suite;

/** All journeys of this module, each a test. No journey at all fails the build. */
@Suite(failIfNoTests = true)
@IncludeEngines("rehearsal")
@SelectDirectories("journeys")
class JourneysTest {}
