// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bus/actions.h"

#include "bus/deviceobject.h"
#include "bus/domainobject.h"
#include "bus/jobobject.h"
#include "bus/managerobject.h"
#include "bus/networkobject.h"
#include "bus/objectmanager.h"
#include "core/busnames.h"

#include <algorithm>
#include <array>

namespace laneway {

namespace {
using namespace busnames;
constexpr auto introspectable = "org.freedesktop.DBus.Introspectable"_L1;

// Only what an owner may see is ever sent to a caller by GetManagedObjects, ListJournal and GetClaims:
// they ask for the right to inspect and look at whose a thing is themselves.
constexpr std::array table{
    Method{introspectable, "Introspect"_L1, ""_L1, Place::Anywhere, Right::Open, false, objects::introspect},
    Method{properties, "Get"_L1, "ss"_L1, Place::Anywhere, Right::Inspect, true, objects::getProperty},
    Method{properties, "GetAll"_L1, "s"_L1, Place::Anywhere, Right::Inspect, true, objects::getAllProperties},
    Method{properties, "Set"_L1, "ssv"_L1, Place::Anywhere, Right::Inspect, true, objects::setProperty},
    Method{
        objectManager, "GetManagedObjects"_L1, ""_L1, Place::Root, Right::Inspect, false, objects::getManagedObjects},

    Method{manager, "GetHost"_L1, "t"_L1, Place::Root, Right::Inspect, false, hostcalls::getHost},
    Method{manager, "GetHostFile"_L1, "t"_L1, Place::Root, Right::Inspect, false, hostcalls::getHostFile},
    Method{manager, "GetHostRelay"_L1, "t"_L1, Place::Root, Right::Inspect, false, hostcalls::getHostRelay},
    Method{manager, "ReadRelay"_L1, "ut"_L1, Place::Root, Right::Inspect, false, hostcalls::readRelay},
    Method{manager, "CloseRelay"_L1, "u"_L1, Place::Root, Right::Inspect, false, hostcalls::closeRelay},
    Method{manager, "GetClaims"_L1, ""_L1, Place::Root, Right::Inspect, false, hostcalls::getClaims},
    Method{manager, "Capture"_L1, "a{sv}"_L1, Place::Root, Right::Inspect, false, hostcalls::capture},
    Method{manager, "CaptureRelay"_L1, "a{sv}"_L1, Place::Root, Right::Inspect, false, hostcalls::captureRelay},
    Method{manager, "DefineDomain"_L1, "s"_L1, Place::Root, Right::ManageMachine, false, managercalls::defineDomain},
    Method{manager, "DefineNetwork"_L1, "s"_L1, Place::Root, Right::ManageNetwork, false, managercalls::defineNetwork},
    Method{manager, "ListImages"_L1, "s"_L1, Place::Root, Right::ManageMachine, false, managercalls::listImages},
    Method{manager, "GetImage"_L1, "s"_L1, Place::Root, Right::ManageMachine, false, managercalls::getImage},
    Method{manager, "GetLibvirtDefinitions"_L1, ""_L1, Place::Root, Right::ReadLibvirt, false,
        managercalls::getLibvirtDefinitions},
    Method{manager, "GetLinks"_L1, ""_L1, Place::Root, Right::Inspect, false, managercalls::getLinks},
    Method{manager, "Plan"_L1, "sa{sv}"_L1, Place::Root, Right::Inspect, false, managercalls::plan},
    Method{manager, "Apply"_L1, "s"_L1, Place::Root, Right::OfPlan, false, managercalls::apply},
    Method{manager, "ListJournal"_L1, ""_L1, Place::Root, Right::Inspect, false, managercalls::listJournal},
    Method{manager, "GetJournal"_L1, "s"_L1, Place::Root, Right::Inspect, false, managercalls::getJournal},

    Method{domain, "GetXml"_L1, "u"_L1, Place::Domain, Right::Inspect, true, domaincalls::getXml},
    Method{domain, "Start"_L1, ""_L1, Place::Domain, Right::OfPlan, true, domaincalls::start},
    Method{domain, "StartWith"_L1, "a{sv}"_L1, Place::Domain, Right::OfPlan, true, domaincalls::startWith},
    Method{domain, "Suspend"_L1, ""_L1, Place::Domain, Right::ManageMachine, true, domaincalls::suspend},
    Method{domain, "Resume"_L1, ""_L1, Place::Domain, Right::ManageMachine, true, domaincalls::resume},
    Method{domain, "Reset"_L1, ""_L1, Place::Domain, Right::ManageMachine, true, domaincalls::reset},
    Method{domain, "Reboot"_L1, "s"_L1, Place::Domain, Right::ManageMachine, true, domaincalls::reboot},
    Method{domain, "Shutdown"_L1, "s"_L1, Place::Domain, Right::ManageMachine, true, domaincalls::shutdown},
    Method{domain, "Save"_L1, ""_L1, Place::Domain, Right::OfPlan, true, domaincalls::save},
    Method{
        domain, "RemoveSavedState"_L1, ""_L1, Place::Domain, Right::ManageMachine, true, domaincalls::removeSavedState},
    Method{domain, "Rename"_L1, "s"_L1, Place::Domain, Right::ManageMachine, true, domaincalls::rename},
    Method{domain, "SetAutostart"_L1, "b"_L1, Place::Domain, Right::ManageMachine, true, domaincalls::setAutostart},
    Method{domain, "Destroy"_L1, ""_L1, Place::Domain, Right::OfPlan, true, domaincalls::destroy},
    Method{domain, "AttachDevice"_L1, "su"_L1, Place::Domain, Right::OfPlan, true, domaincalls::attachDevice},
    Method{domain, "DetachDevice"_L1, "su"_L1, Place::Domain, Right::OfPlan, true, domaincalls::detachDevice},
    Method{domain, "Undefine"_L1, "u"_L1, Place::Domain, Right::ManageMachine, true, domaincalls::undefine},
    Method{domain, "GetFigures"_L1, ""_L1, Place::Domain, Right::Inspect, true, domaincalls::getFigures},
    Method{domain, "OpenConsole"_L1, "s"_L1, Place::Domain, Right::ManageMachine, true, domaincalls::openConsole},

    Method{network, "GetXml"_L1, "u"_L1, Place::Network, Right::Inspect, false, networkcalls::getXml},
    Method{network, "Start"_L1, ""_L1, Place::Network, Right::ManageNetwork, false, networkcalls::start},
    Method{network, "Destroy"_L1, ""_L1, Place::Network, Right::ManageNetwork, false, networkcalls::destroy},
    Method{network, "Undefine"_L1, ""_L1, Place::Network, Right::ManageNetwork, false, networkcalls::undefine},
    Method{network, "SetAutostart"_L1, "b"_L1, Place::Network, Right::ManageNetwork, false, networkcalls::setAutostart},

    // Whoever was authorised to begin a job may end it; nobody else sees it.
    Method{job, "Cancel"_L1, ""_L1, Place::Job, Right::Inspect, true, jobcalls::cancel},

    Method{device, "Detach"_L1, "s"_L1, Place::Device, Right::OfPlan, false, devicecalls::detach},
    Method{device, "Reattach"_L1, ""_L1, Place::Device, Right::OfPlan, false, devicecalls::reattach},
    Method{device, "Reset"_L1, ""_L1, Place::Device, Right::OfPlan, false, devicecalls::reset},
    Method{device, "SetVfCount"_L1, "u"_L1, Place::Device, Right::OfPlan, false, devicecalls::setVfCount},
    Method{device, "SetVf"_L1, "a{sv}"_L1, Place::Device, Right::OfPlan, false, devicecalls::setVf},
};
} // namespace

std::span<const Method> methods()
{
    return table;
}

const Method *findMethod(QStringView interface, QStringView name)
{
    const auto found = std::find_if(
        table.begin(), table.end(), [&](const Method &m) { return interface == m.interface && name == m.name; });
    return found == table.end() ? nullptr : &*found;
}

} // namespace laneway
