// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps/addtap.h"
#include "steps/associateport.h"
#include "steps/attachdevice.h"
#include "steps/changedriver.h"
#include "steps/changemedium.h"
#include "steps/detachdevice.h"
#include "steps/giveback.h"
#include "steps/imagesteps.h"
#include "steps/keepfile.h"
#include "steps/lendnode.h"
#include "steps/lendusb.h"
#include "steps/linkup.h"
#include "steps/loadmodule.h"
#include "steps/onlinenvmevfs.h"
#include "steps/plugdevice.h"
#include "steps/plugprocessor.h"
#include "steps/plugusb.h"
#include "steps/resetdevice.h"
#include "steps/savedomain.h"
#include "steps/setballoon.h"
#include "steps/setvf.h"
#include "steps/setvfcount.h"
#include "steps/setvfs.h"
#include "steps/startdomain.h"
#include "steps/stopdomain.h"

#include <array>

namespace laneway {

namespace {

struct Kind
{
    const char16_t *name;
    Result<StepPtr> (*fromJson)(const QJsonObject &arguments);
};
constexpr std::array kinds{
    Kind{u"add-tap", AddTap::fromJson},
    Kind{u"associate-port", AssociatePort::fromJson},
    Kind{u"attach-device", AttachDevice::fromJson},
    Kind{u"attach-usb", AttachUsb::fromJson},
    Kind{u"change-driver", ChangeDriver::fromJson},
    Kind{u"change-medium", ChangeMedium::fromJson},
    Kind{u"commit-image", CommitImage::fromJson},
    Kind{u"create-image", CreateImage::fromJson},
    Kind{u"detach-device", DetachDevice::fromJson},
    Kind{u"detach-usb", DetachUsb::fromJson},
    Kind{u"discard-image", DiscardImage::fromJson},
    Kind{u"give-back", GiveBack::fromJson},
    Kind{u"keep-file", KeepFile::fromJson},
    Kind{u"lend-node", LendNode::fromJson},
    Kind{u"lend-usb", LendUsb::fromJson},
    Kind{u"link-up", LinkUp::fromJson},
    Kind{u"load-module", LoadModule::fromJson},
    Kind{u"online-nvme-vfs", OnlineNvmeVfs::fromJson},
    Kind{u"plug-device", PlugDevice::fromJson},
    Kind{u"plug-processor", PlugProcessor::fromJson},
    Kind{u"set-balloon", SetBalloon::fromJson},
    Kind{u"reserve-image", ReserveImage::fromJson},
    Kind{u"reset-device", ResetDevice::fromJson},
    Kind{u"save-domain", SaveDomain::fromJson},
    Kind{u"resize-image", ResizeImage::fromJson},
    Kind{u"set-aside-image", SetAsideImage::fromJson},
    Kind{u"set-vf", SetVf::fromJson},
    Kind{u"set-vf-count", SetVfCount::fromJson},
    Kind{u"set-vfs", SetVfs::fromJson},
    Kind{u"snapshot-image", SnapshotImage::fromJson},
    Kind{u"start-domain", StartDomain::fromJson},
    Kind{u"stop-domain", StopDomain::fromJson},
    Kind{u"unplug-device", UnplugDevice::fromJson},
};

} // namespace

QStringList unplugKinds()
{
    return {u"detach-device"_s, u"detach-usb"_s, u"unplug-device"_s};
}

QJsonObject stepToJson(const Step &step)
{
    return {{u"kind"_s, step.kind()}, {u"arguments"_s, step.arguments()}};
}

Result<StepPtr> stepFromJson(const QJsonObject &json)
{
    const QString name = json[u"kind"].toString();
    for (const Kind &kind : kinds)
        if (name == QStringView(kind.name))
            return kind.fromJson(json[u"arguments"].toObject());
    return fail(ErrorCode::InvalidInput, name, u"no such kind of step"_s);
}

} // namespace laneway
