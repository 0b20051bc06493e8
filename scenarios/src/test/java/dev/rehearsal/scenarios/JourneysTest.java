package dev.rehearsal.scenarios;

import org.junit.platform.suite.api.ConfigurationParameter;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectDirectories;
import org.junit.platform.suite.api.Suite;

/**
 * All journeys of this module on the embedded AWS, each a test. No journey at all fails the build.
 */
@Suite(failIfNoTests = true)
@IncludeEngines("rehearsal")
@SelectDirectories("journeys")
@ConfigurationParameter(key = "rehearsal.target", value = "embedded")
class JourneysTest {}
