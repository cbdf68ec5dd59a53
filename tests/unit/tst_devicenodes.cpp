// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/devicenodes.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

using namespace laneway;

namespace {

const QString node = u"vfio/13"_s;
constexpr const char *aclName = "system.posix_acl_access";

/// A /dev with nodes of its own. They need not be VFIO's: who may open a node is the file system's
/// business.
class Dev
{
public:
    /// A character device like /dev/null; false where we may not make one.
    bool make(const QString &name, uint minor = 3, uint mode = 0600)
    {
        const QByteArray path = QFile::encodeName(pathOf(name));
        QDir().mkpath(pathOf(name).left(pathOf(name).lastIndexOf(u'/')));
        return ::mknod(path.constData(), S_IFCHR, ::makedev(1, minor)) == 0 && ::chmod(path.constData(), mode) == 0;
    }
    QString root() const { return m_directory.path(); }
    QString pathOf(const QString &name) const { return root() + u'/' + name; }
    QByteArray acl(const QString &name) const
    {
        QByteArray bytes(256, '\0');
        const ssize_t size
            = ::getxattr(QFile::encodeName(pathOf(name)).constData(), aclName, bytes.data(), size_t(bytes.size()));
        return size < 0 ? QByteArray() : bytes.left(size);
    }
    /// Whether this file system takes ACLs.
    bool takesAcls() const
    {
        const QByteArray base = QByteArray::fromHex("02000000 01000600ffffffff 04000000ffffffff 20000000ffffffff");
        return ::setxattr(QFile::encodeName(root()).constData(), aclName, base.constData(), size_t(base.size()), 0)
            == 0;
    }

private:
    QTemporaryDir m_directory;
};

#define MAKE_NODE(dev, ...)                                                                                            \
    if (!(dev).make(__VA_ARGS__))                                                                                      \
    QSKIP("no right to make device nodes here")

} // namespace

class TestDeviceNodes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void lendsByAnAclEntry()
    {
        Dev dev;
        MAKE_NODE(dev, node);
        if (!dev.takesAcls())
            QSKIP("this file system takes no ACLs");
        RealDeviceNodes nodes(dev.root());
        const auto before = nodes.state(node);
        QVERIFY(before);
        QCOMPARE(before->owner, 0U);
        QCOMPARE(before->mode, 0600U);
        QCOMPARE(before->device, quint64(::makedev(1, 3)));
        QVERIFY(before->lentTo.isEmpty());

        QVERIFY(nodes.lend(node, 1000));
        const auto lent = nodes.state(node);
        QCOMPARE(lent->lentTo, QList<uint>{1000});
        QCOMPARE(lent->owner, 0U);
        QCOMPARE(lent->mode, 0660U); // the group bits are the mask
        // version 2; user::rw-, user:1000:rw-, group::---, mask::rw-, other::---
        QCOMPARE(dev.acl(node).toHex(),
            QByteArray("02000000"
                       "01000600ffffffff"
                       "02000600e8030000"
                       "04000000ffffffff"
                       "10000600ffffffff"
                       "20000000ffffffff"));

        QVERIFY(nodes.lend(node, 1000)); // again: nothing twice
        QCOMPARE(nodes.state(node), *lent);
        QVERIFY(nodes.takeBack(node, *before));
        QCOMPARE(nodes.state(node), *before);
        QVERIFY(dev.acl(node).isEmpty());
        QVERIFY(nodes.takeBack(node, *before)); // can run twice
        QCOMPARE(nodes.state(node), *before);
    }
    void anotherUsersEntrySurvives()
    {
        Dev dev;
        MAKE_NODE(dev, node, 3, 0640);
        if (!dev.takesAcls())
            QSKIP("this file system takes no ACLs");
        RealDeviceNodes nodes(dev.root());
        QVERIFY(nodes.lend(node, 1001));
        const QByteArray aclBefore = dev.acl(node);
        const auto before = nodes.state(node);
        QVERIFY(nodes.lend(node, 1000));
        QCOMPARE(nodes.state(node)->lentTo, (QList<uint>{1000, 1001}));
        QVERIFY(nodes.takeBack(node, *before));
        QCOMPARE(nodes.state(node), *before);
        QCOMPARE(dev.acl(node), aclBefore);
    }
    void lendsByOwnershipWhereThereAreNoAcls()
    {
        Dev dev;
        MAKE_NODE(dev, u"x"_s);
        // ramfs has no extended attributes for us
        if (::mount("laneway-test", QFile::encodeName(dev.root()).constData(), "ramfs", 0, nullptr) < 0)
            QSKIP("no right to mount a file system without ACLs");
        bool made = dev.make(node);
        bool takesAcls = dev.takesAcls();
        RealDeviceNodes nodes(dev.root());
        const auto before = nodes.state(node);
        const auto lending = nodes.lend(node, 1000);
        const auto lent = nodes.state(node);
        const auto taking = before ? nodes.takeBack(node, *before) : Result<>();
        const auto after = nodes.state(node);
        ::umount(QFile::encodeName(dev.root()).constData());
        if (takesAcls)
            QSKIP("ramfs takes ACLs here");
        QVERIFY(made);
        QVERIFY(lending);
        QCOMPARE(lent->owner, 1000U);
        QVERIFY(lent->lentTo.isEmpty());
        QVERIFY(taking);
        QCOMPARE(after, before);
    }
    void anotherDeviceOfTheNameIsLeftAlone()
    {
        Dev dev;
        MAKE_NODE(dev, node);
        RealDeviceNodes nodes(dev.root());
        const auto before = nodes.state(node);
        QFile::remove(dev.pathOf(node));
        QVERIFY(nodes.takeBack(node, *before)); // gone counts as done
        MAKE_NODE(dev, node, 5, 0666);
        QVERIFY(nodes.takeBack(node, *before));
        QCOMPARE(nodes.state(node)->mode, 0666U);
    }
    void touchesOnlyDeviceNodesBelowItsRoot_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("none") << u"vfio/99"_s << ErrorCode::NotFound;
        QTest::newRow("plain file") << u"plain"_s << ErrorCode::NotFound;
        QTest::newRow("link to a node") << u"link"_s << ErrorCode::NotFound;
        QTest::newRow("outside") << u"../../dev/null"_s << ErrorCode::PermissionDenied;
        QTest::newRow("absolute") << u"/dev/null"_s << ErrorCode::PermissionDenied;
    }
    void touchesOnlyDeviceNodesBelowItsRoot()
    {
        QFETCH(QString, name);
        QFETCH(ErrorCode, code);
        Dev dev;
        QFile plain(dev.pathOf(u"plain"_s));
        QVERIFY(plain.open(QIODevice::WriteOnly));
        QFile::link(u"/dev/null"_s, dev.pathOf(u"link"_s));
        RealDeviceNodes nodes(dev.root());
        const auto lent = nodes.lend(name, 1000);
        QVERIFY(!lent);
        QCOMPARE(lent.error().code, code);
        QVERIFY(!nodes.state(name));
        QVERIFY(!nodes.isHeld(name));
    }
    void anOpenNodeHasAHolder()
    {
        Dev dev;
        MAKE_NODE(dev, node);
        RealDeviceNodes nodes(dev.root());
        QVERIFY(nodes.holders(node).isEmpty());
        QProcess other;
        other.setStandardInputFile(dev.pathOf(node));
        other.start(u"sleep"_s, {u"60"_s});
        if (!other.waitForStarted())
            QSKIP("this file system opens no devices");
        QTRY_COMPARE(nodes.holders(node).size(), 1);
        QTRY_COMPARE(nodes.holders(node)[0].command, u"sleep"_s);
        QCOMPARE(nodes.holders(node)[0].pid, other.processId());
        QCOMPARE(nodes.holders(node)[0].uid, ::getuid());
        QCOMPARE(nodes.isHeld(node), Result<bool>(false)); // unlike a VFIO group, null is for all
        other.kill();
        other.waitForFinished();
        QVERIFY(nodes.holders(node).isEmpty());
    }
    void stateGoesThroughJson()
    {
        NodeState state;
        state.owner = 4'294'967'294;
        state.group = 44;
        state.mode = 0660;
        state.lentTo = {1000, 1001};
        state.device = ::makedev(511, 1'000'000);
        QCOMPARE(NodeState::fromJson(state.toJson()), state);
    }
};

QTEST_GUILESS_MAIN(TestDeviceNodes)
#include "tst_devicenodes.moc"
