// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/result.h"
#include "ui/console/guestscreen.h"
#include "ui/console/speaker.h"

#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace laneway;

/// With a sound server of the test's own, whose one output can be listened to.
class TestSpeaker : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatIsPlayedIsHeard()
    {
        const QTemporaryDir directory;
        const QString socket = directory.filePath(u"native"_s);
        qputenv("PULSE_SERVER", "unix:" + socket.toLocal8Bit());
        QProcess server, recorder;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"HOME"_s, directory.path());
        environment.insert(u"XDG_RUNTIME_DIR"_s, directory.path());
        for (QProcess *process : {&server, &recorder})
            process->setProcessEnvironment(environment);
        server.start(u"pulseaudio"_s,
            {u"-n"_s, u"--daemonize=no"_s, u"--exit-idle-time=-1"_s, u"--use-pid-file=no"_s, u"--disable-shm"_s,
                u"-L"_s, u"module-native-protocol-unix auth-anonymous=1 socket="_s + socket, u"-L"_s,
                u"module-null-sink sink_name=ear"_s});
        QVERIFY(server.waitForStarted());
        QTRY_VERIFY2_WITH_TIMEOUT(QFile::exists(socket), server.readAllStandardError().constData(), 30'000);
        recorder.start(u"parec"_s,
            {u"--device=ear.monitor"_s, u"--format=s16le"_s, u"--rate=44100"_s, u"--channels=2"_s, u"--raw"_s});
        QVERIFY(recorder.waitForStarted());

        Speaker speaker(u"whistler"_s);
        QSignalSpy failed(&speaker, &Speaker::failed);
        QByteArray heard;
        const QByteArray second(soundform::rate * soundform::bytesOfPair, '\x20'); // each sample is 0x2020
        const auto isHeard = [&] {
            speaker.play(second); // more than it keeps: what is too much is left out
            heard += recorder.readAllStandardOutput();
            return heard.contains(QByteArray(1000, '\x20'));
        };
        QTRY_VERIFY_WITH_TIMEOUT(isHeard(), 30'000);
        QVERIFY(failed.isEmpty());
        server.kill();
        QVERIFY(server.waitForFinished());
        const auto isTold = [&] {
            speaker.play(second);
            return !failed.isEmpty();
        };
        QTRY_VERIFY_WITH_TIMEOUT(isTold(), 30'000);
        recorder.kill();
        recorder.waitForFinished();
    }

    void saysThatThereIsNoServer()
    {
        qputenv("PULSE_SERVER", "unix:/nonexistent/native");
        Speaker speaker(u"whistler"_s);
        QSignalSpy failed(&speaker, &Speaker::failed);
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 30'000);
        QVERIFY(!failed.first().first().toString().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSpeaker)
#include "tst_speaker.moc"
