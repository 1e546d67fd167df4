package io.failoverd.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptKeyTest {
    @Test
    void itIsReadInTheFormsInWhichAlibabaCloudHandsKeysOut() {
        var lasting = new KeptKey("LTAI1", "s3cret/+=", Optional.empty());
        var passing = new KeptKey("STS.1", "s3cret", Optional.of("CAIS+/="));
        assertThat(KeptKey.parse("{\"AccessKeyId\": \"LTAI1\", \"AccessKeySecret\": \"s3cret/+=\"}"))
                .contains(lasting);
        assertThat(KeptKey.parse("AccessKey ID,AccessKey Secret\r\nLTAI1,s3cret/+=\r\n"))
                .contains(lasting);
        assertThat(KeptKey.parse("""
                {"Code": "Success", "Expiration": "2026-11-22T18:00:00Z", "AccessKeyId": "STS.1",
                 "AccessKeySecret": "s3cret", "SecurityToken": "CAIS+/="}""")).contains(passing);
        assertThat(KeptKey.parse("""
                {"RequestId": "1", "Credentials": {"AccessKeyId": "STS.1", "AccessKeySecret": "s3cret",
                 "SecurityToken": "CAIS+/="}}""")).contains(passing);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "LTAI1,s3cret",
                "LTAI1 s3cret",
                "[]",
                "{}",
                "{\"AccessKeyId\": \"LTAI1\"",
                "{\"AccessKeyId\": \"LTAI1\"}",
                "{\"AccessKeyId\": 1, \"AccessKeySecret\": \"s\"}",
                "{\"AccessKeyId\": \"LTAI1\", \"AccessKeySecret\": \"\"}",
                "{\"AccessKeyId\": \"LTAI1\", \"AccessKeySecret\": \"line\\nbreak\"}",
                "{\"AccessKeyId\": \"LTAI1\", \"AccessKeySecret\": \"s\", \"SecurityToken\": 7}",
            })
    void whatIsNoKeyIsNone(String text) {
        assertThat(KeptKey.parse(text)).isEmpty();
    }

    @Test
    void itShowsItsIdAlone() {
        assertThat(new KeptKey("LTAI1", "s3cret", Optional.of("t0ken")).toString())
                .isEqualTo("KeptKey[LTAI1]");
    }
}
